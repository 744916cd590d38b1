/** A hundred messages at once: the list as somebody likes it, all that match, and what can be taken back. In every host. */
import { expect, type Locator, type Page, test } from '@playwright/test'
import { goTo } from './office-day.ts'
import { screenshot } from './screenshot.ts'
import { openSite, type Site } from './site.ts'
import type { WalkHost } from './walk.ts'

const WAITING = Array.from({ length: 6 }, (_, index) => `Offer ${index + 1}`)
const HELD = ['Scan A', 'Scan B']
/** After five failures the host rests: the last one is not tried. */
const OPEN = /(Waiting|Queued)$/

/** The provider is down at first; mail to held.test waits for a look. */
export function openBulkSite(): Promise<Site> {
  return openSite({
    config: (port) => ({
      routes: [{ name: 'provider', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }],
      rules: [
        {
          name: 'Looked at first',
          match: { recipientDomains: ['held.test'] },
          action: { kind: 'hold', reason: 'Somebody looks at this first' },
        },
        { name: 'Everything', match: {}, action: { kind: 'route', route: 'provider' } },
      ],
    }),
  })
}

export async function queueBulk(site: Site, { page, name }: WalkHost): Promise<void> {
  for (const subject of WAITING) await site.submit({ subject, to: 'anna@customer.test' })
  for (const subject of HELD) await site.submit({ subject, to: 'anna@held.test' })
  await goTo(page, 'Queue')
  await expect(rows(page)).toHaveCount(WAITING.length + HELD.length)
  await expect(rows(page, OPEN)).toHaveCount(WAITING.length)
  await test.step('a view of one’s own, with its order', () => savedView(page, name))
  await test.step('columns and density', () => columnsAndRows(page, name))
  await test.step('what is chosen outlives the window', () => staysAfterReload(page))
  await test.step('all that match are returned, and that is undone', () => bounceAll(page, name))
  await test.step('one is returned, and its sender is told', () => bounceOne(page, site))
  await test.step('what was held is released, undone, released', () => release(page, site, name))
}

async function savedView(page: Page, name: string): Promise<void> {
  await filter(page, 'state:open domain:customer.test')
  await expect(rows(page)).toHaveCount(WAITING.length)
  await page.getByRole('button', { name: 'Age' }).click()
  await expect(rows(page).first()).toHaveAccessibleName(/Offer 1,/)
  await page.getByRole('button', { name: 'Save view' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save view' })
  await dialog.getByLabel('Name').fill('Customers')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await view(page, 'All').click()
  await expect(rows(page)).toHaveCount(WAITING.length + HELD.length)
  await expect(rows(page).first()).toHaveAccessibleName(/Scan B,/)
  await view(page, 'Customers').click()
  await expect(rows(page)).toHaveCount(WAITING.length)
  await expect(rows(page).first()).toHaveAccessibleName(/Offer 1,/)
  await expect(view(page, 'Customers')).toContainText(String(WAITING.length))
  await screenshot(page, `${name}-saved-view`)
  await page.getByRole('button', { name: 'Actions for the view “Customers”' }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  const rename = page.getByRole('dialog', { name: 'Rename view' })
  await rename.getByLabel('Name').fill('To customers')
  await rename.getByRole('button', { name: 'Save' }).click()
  await expect(view(page, 'To customers')).toHaveAttribute('aria-pressed', 'true')
}

async function columnsAndRows(page: Page, name: string): Promise<void> {
  const heads = page.getByRole('grid', { name: 'Messages' }).getByRole('columnheader')
  await expect(heads.filter({ hasText: 'Client' })).toHaveCount(0)
  const before = await height(rows(page).first())
  await page.getByRole('button', { name: 'Columns and rows' }).click()
  const settings = page.getByRole('dialog', { name: 'Columns and rows' })
  await settings.getByRole('checkbox', { name: 'Client' }).click()
  await settings.getByRole('checkbox', { name: 'Route' }).click()
  for (let index = (await heads.count()) - 3; index > 0; index -= 1)
    await settings.getByRole('button', { name: 'Client: earlier' }).click()
  await settings.getByRole('switch', { name: 'Compact rows' }).click()
  await screenshot(page, `${name}-columns`)
  await page.keyboard.press('Escape')
  await expect(settings).toBeHidden()
  await expect(heads.filter({ hasText: 'Route' })).toHaveCount(0)
  // After the box to select and the column that was first.
  await expect(heads.nth(2)).toContainText('Client')
  await expect(rows(page).first()).toContainText('127.0.0.1')
  await expect.poll(() => height(rows(page).first())).toBeLessThan(before)
  await page.getByRole('button', { name: 'Actions for the view “To customers”' }).click()
  await page.getByRole('menuitem', { name: 'Save changes' }).click()
}

async function staysAfterReload(page: Page): Promise<void> {
  await page.reload()
  await goTo(page, 'Overview')
  await goTo(page, 'Queue')
  await view(page, 'To customers').click()
  await expect(rows(page)).toHaveCount(WAITING.length)
  await expect(
    page.getByRole('grid', { name: 'Messages' }).getByRole('columnheader').filter({ hasText: 'Client' }),
  ).toBeVisible()
  expect(await height(rows(page).first())).toBe(28)
}

async function bounceAll(page: Page, name: string): Promise<void> {
  await box(page, 'Offer 1').click()
  await box(page, 'Offer 2').click()
  const bar = page.getByRole('toolbar', { name: 'Selected messages' })
  await expect(bar).toContainText('2 selected')
  await bar.getByRole('button', { name: `Select all ${WAITING.length} matches` }).click()
  await expect(bar).toContainText(`${WAITING.length} selected`)
  await screenshot(page, `${name}-selection`)
  await fromMenu(page, bar, 'Bounce…')
  const preview = page.getByRole('dialog', { name: `Bounce ${WAITING.length} messages?` })
  await expect(preview).toContainText(`${WAITING.length} messages · ${WAITING.length} open recipients`)
  const samples = preview.getByRole('list', { name: 'The first of them' })
  await expect(samples).toContainText('Offer 1')
  await expect(samples).not.toContainText('Scan A')
  await screenshot(page, `${name}-bulk-preview`)
  await preview.getByRole('button', { name: `Bounce ${WAITING.length} messages` }).click()
  await expect(operations(page)).toContainText(`Bouncing ${WAITING.length} messages`)
  await screenshot(page, `${name}-undo`)
  await operations(page).getByRole('button', { name: 'Undo' }).click()
  await expect(operations(page)).toBeHidden()
  await expect(rows(page, OPEN)).toHaveCount(WAITING.length)
}

async function bounceOne(page: Page, site: Site): Promise<void> {
  await row(page, 'Offer 3').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Bounce…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Bounce 1 message?' })
  await dialog.getByRole('button', { name: 'Bounce 1 message' }).click()
  await operations(page).getByRole('button', { name: 'Do it now' }).click()
  await view(page, 'All').click()
  await expect(row(page, 'Offer 3')).toHaveAccessibleName(/Failed$/)
  await site.nextHop.up()
  await view(page, 'Waiting').click()
  await page.getByRole('grid', { name: 'Messages' }).focus()
  await page.keyboard.press('Control+a')
  const bar = page.getByRole('toolbar', { name: 'Selected messages' })
  await bar.getByRole('button', { name: 'Send now' }).click()
  const preview = page.getByRole('dialog', { name: /^Send \d messages now\?$/ })
  await preview.getByRole('button', { name: /^Send \d messages now$/ }).click()
  await view(page, 'All').click()
  await expect(row(page, 'Offer 6')).toHaveAccessibleName(/Delivered$/)
  // The report goes to the sender of what was returned.
  await expect.poll(() => subjects(site)).toContain('Not delivered: Offer 3')
  expect(subjects(site)).not.toContain('Offer 3')
}

async function release(page: Page, site: Site, name: string): Promise<void> {
  await view(page, 'Held').click()
  await expect(rows(page)).toHaveCount(HELD.length)
  for (const subject of HELD) await box(page, subject).click()
  const bar = page.getByRole('toolbar', { name: 'Selected messages' })
  await bar.getByRole('button', { name: 'Release' }).click()
  await expect(operations(page)).toContainText('Releasing 2 messages')
  await screenshot(page, `${name}-release`)
  await operations(page).getByRole('button', { name: 'Undo' }).click()
  await expect(operations(page)).toBeHidden()
  await expect(rows(page, /Held$/)).toHaveCount(HELD.length)
  for (const subject of HELD) expect(subjects(site)).not.toContain(subject)
  await bar.getByRole('button', { name: 'Release' }).click()
  await operations(page).getByRole('button', { name: 'Do it now' }).click()
  await expect.poll(() => subjects(site)).toEqual(expect.arrayContaining(HELD))
}

/** Of what arrived, by its own header: a report has another one in it. */
const subjects = (site: Site) =>
  site.nextHop.received.map((mail) => /^Subject: (.*?)\r?$/m.exec(mail.split(/\r?\n\r?\n/)[0] ?? '')?.[1])

const operations = (page: Page) => page.getByRole('region', { name: 'Operations' })
const row = (page: Page, subject: string) => page.getByRole('row', { name: new RegExp(`test: ${subject},`) })
const box = (page: Page, subject: string) => row(page, subject).getByRole('checkbox')
const view = (page: Page, label: string) =>
  page.getByRole('group', { name: 'View' }).getByRole('button', { name: new RegExp(`^${label}`) })

function rows(page: Page, name = /: /): Locator {
  return page.getByRole('grid', { name: 'Messages' }).locator('tbody').getByRole('row', { name })
}

async function height(locator: Locator): Promise<number> {
  return (await locator.boundingBox())?.height ?? 0
}

async function fromMenu(page: Page, bar: Locator, entry: string): Promise<void> {
  await bar.getByRole('button', { name: 'More actions for what is selected' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

async function filter(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Filter messages' }).fill(text)
  await page.keyboard.press('Enter')
}
