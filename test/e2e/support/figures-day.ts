/** From each figure of the Overview to the mail that it counts. In every host. */
import { expect, type Locator, type Page, test } from '@playwright/test'
import { openChoosyPeer } from './choosy-peer.ts'
import { goTo } from './office-day.ts'
import { screenshot } from './screenshot.ts'
import { openSite, type Site } from './site.ts'
import type { WalkHost } from './walk.ts'

/** Mail to held.example waits for a look; the provider refuses, puts off or takes by the domain. */
export async function openFiguresSite(): Promise<Site> {
  const peer = await openChoosyPeer()
  const site = await openSite({
    config: () => ({
      routes: [{ name: 'provider', kind: 'smarthost', host: '127.0.0.1', port: peer.port, tls: 'never' }],
      rules: [
        {
          name: 'Looked at first',
          match: { recipientDomains: ['held.example'] },
          action: { kind: 'hold', reason: 'Somebody looks at this first' },
        },
        { name: 'Everything', match: {}, action: { kind: 'route', route: 'provider' } },
      ],
    }),
  })
  return {
    ...site,
    async close() {
      await peer.close()
      await site.close()
    },
  }
}

const MAIL = [
  ['Delivered one', 'anna@customer.example'],
  ['Delivered two', 'omar@customer.example'],
  ['Put off one', 'later@slow.example'],
  ['Put off two', 'much-later@slow.example'],
  ['Refused', 'gone@refused.example'],
  ['Looked at', 'big@held.example'],
] as const

export async function figuresDay(site: Site, { page, name }: WalkHost): Promise<void> {
  for (const [subject, to] of MAIL) await site.submit({ subject, to })
  await goTo(page, 'Queue')
  await expect(rows(page)).toHaveCount(MAIL.length + REPORTS.length)
  for (const [state, subjects] of Object.entries(STATES))
    await expect(rows(page, new RegExp(`${state}$`))).toHaveCount(subjects.length)
  await goTo(page, 'Overview')
  await screenshot(page, `${name}-figures`)
  for (const [figure, subjects] of Object.entries(STATES))
    await test.step(`the number of ${figure}`, () =>
      leadsTo(page, list(page, 'Messages').getByRole('link', { name: new RegExp(`${figure}$`) }), subjects))
  await test.step('a cell of the heatmap', () => heatmap(page, name))
  await test.step('how attempts ended', () => outcomes(page))
  await test.step('why mail failed', () => failures(page))
  await test.step('who sent it, and which route it waits for', () => sendersAndRoutes(page))
  await test.step('the charts as a table', () => asTable(page, name))
}

/** What was refused is told to its sender, by the same provider. */
const REPORTS = ['Not delivered: Refused']
const STATES: Readonly<Record<string, readonly string[]>> = {
  Waiting: ['Put off one', 'Put off two'],
  Held: ['Looked at'],
  Failed: ['Refused'],
  Delivered: ['Delivered one', 'Delivered two', ...REPORTS],
}

async function heatmap(page: Page, name: string): Promise<void> {
  await goTo(page, 'Overview')
  const table = page.getByRole('table', { name: 'Recipients that wait, by domain and age' })
  const line = table.getByRole('row', { name: /slow\.example/ })
  await expect(line.getByRole('link', { name: '2', exact: true })).toBeVisible()
  await leadsTo(page, line.getByRole('link', { name: '2', exact: true }), ['Put off one', 'Put off two'])
  await expect(page.getByRole('combobox', { name: 'Filter messages' })).toHaveValue(/^state:open domain:/)
  await screenshot(page, `${name}-behind-a-cell`)
  await leadsTo(page, table.getByRole('link', { name: 'held.example' }), ['Looked at'])
}

async function outcomes(page: Page): Promise<void> {
  const bar = list(page, 'Outcomes of attempts')
  await leadsTo(page, bar.getByRole('link', { name: /put off/ }), STATES.Waiting ?? [])
  await leadsTo(page, bar.getByRole('link', { name: /failed/ }), STATES.Failed ?? [])
}

async function failures(page: Page): Promise<void> {
  await goTo(page, 'Overview')
  const cause = page.getByRole('listitem').filter({ hasText: 'refused.example' })
  await cause.getByText('In the server’s words').click()
  await expect(cause).toContainText('550 5.1.1 The email account')
  await leadsTo(page, cause.getByRole('link', { name: 'Show the message' }), STATES.Failed ?? [])
}

async function sendersAndRoutes(page: Page): Promise<void> {
  await goTo(page, 'Overview')
  const sender = list(page, 'Messages by sender').getByRole('link', { name: /^127\.0\.0\.1/ })
  await expect(sender).toContainText(String(MAIL.length))
  await leadsTo(
    page,
    sender,
    MAIL.map(([subject]) => subject),
  )
  await leadsTo(page, page.getByRole('link', { name: '2 messages wait by provider' }), STATES.Waiting ?? [])
}

async function asTable(page: Page, name: string): Promise<void> {
  await goTo(page, 'Overview')
  await page.getByRole('button', { name: 'Show as table' }).click()
  const table = page.getByRole('table').filter({ has: page.getByRole('columnheader', { name: /accepted/i }) })
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  await screenshot(page, `${name}-figures-as-table`)
}

/** The figure is pressed; the list behind it holds just these. */
async function leadsTo(page: Page, figure: Locator, subjects: readonly string[]): Promise<void> {
  await goTo(page, 'Overview')
  await figure.click()
  await expect(page.getByRole('heading', { name: 'Queue', level: 1 })).toBeVisible()
  await expect(rows(page)).toHaveCount(subjects.length)
  for (const subject of subjects) await expect(rows(page, new RegExp(`: ${subject},`))).toHaveCount(1)
}

const list = (page: Page, name: string) => page.getByRole('list', { name, exact: true })
const rows = (page: Page, name = /: /) =>
  page.getByRole('grid', { name: 'Messages' }).locator('tbody').getByRole('row', { name })
