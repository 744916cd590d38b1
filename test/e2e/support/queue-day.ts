/** What is done with mail that waits: found, undone, sent another way, sent to somebody else, read, kept. */
import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { goTo } from './office-day.ts'
import type { SavedFile } from './open-console.ts'
import { screenshot } from './screenshot.ts'
import { openSite, type Site } from './site.ts'

export interface QueueDayHost {
  /** Also the prefix of its screenshots. */
  readonly name: string
  readonly page: Page
  readonly saved: (act: () => Promise<void>) => Promise<SavedFile>
}

/** The provider is down at first: all mail waits for it. */
export function openQueueSite(): Promise<Site> {
  return openSite({
    config: (port) => ({
      routes: [
        { name: 'provider', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' },
        { name: 'sandbox', kind: 'capture' },
      ],
      rules: [{ name: 'all', match: {}, action: { kind: 'route', route: 'provider' } }],
    }),
  })
}

export async function queueDay(site: Site, { page, name, saved }: QueueDayHost): Promise<void> {
  for (const [subject, to] of [
    ['Offer', 'anna@customer.test'],
    ['Invoice', 'omar@customer.test'],
    ['Reminder', 'lea@supplier.test'],
    ['Greeting', 'wrong@supplier.test'],
  ] as const)
    await site.submit({ subject, to })
  await goTo(page, 'Queue')
  for (const subject of ['Offer', 'Invoice', 'Reminder', 'Greeting'])
    await expectState(page, subject, /Waiting/)
  await test.step('a filter, completed by the keyboard, kept as a view', () => filter(page, name))
  await test.step('a deletion that is undone, and one that is done', () => deleteAndUndo(page, name))
  await test.step('another route by hand', () => reroute(page))
  await test.step('another address by hand', () => changeRecipient(page, site, name))
  await test.step('read and kept as a file', () => readAndSave(page, name, saved))
}

async function filter(page: Page, name: string): Promise<void> {
  const box = page.getByRole('combobox', { name: 'Filter messages' })
  await box.click()
  await page.keyboard.type('dom')
  await expect(page.getByRole('option', { name: /domain/ }).first()).toBeVisible()
  await screenshot(page, `${name}-filter`)
  await page.keyboard.press('Tab')
  await page.keyboard.type('supplier.test ')
  await page.keyboard.press('Escape')
  await expect(row(page, 'Offer')).toBeHidden()
  await expect(row(page, 'Reminder')).toBeVisible()
  await box.fill('age:2x')
  await expect(box).toHaveAttribute('aria-invalid', 'true')
  await box.fill('')
  await page.keyboard.press('Escape')
  await expect(row(page, 'Offer')).toBeVisible()
}

async function deleteAndUndo(page: Page, name: string): Promise<void> {
  const operations = page.getByRole('region', { name: 'Operations' })
  await deleteOne(page, 'Offer', name)
  await operations.getByRole('button', { name: 'Undo' }).click()
  await expectState(page, 'Offer', /Waiting/)
  await deleteOne(page, 'Invoice', name)
  await operations.getByRole('button', { name: 'Do it now' }).click()
  await expectState(page, 'Invoice', /Deleted|Cancelled/)
}

async function deleteOne(page: Page, subject: string, name: string): Promise<void> {
  await row(page, subject).click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Delete/ }).click()
  const dialog = page.getByRole('dialog', { name: /^Delete/ })
  await expect(dialog).toContainText(/1 message/)
  await screenshot(page, `${name}-delete`)
  await dialog.getByRole('button', { name: /^Delete/ }).click()
  await expect(page.getByRole('region', { name: 'Operations' })).toContainText(/Undo/)
}

async function reroute(page: Page): Promise<void> {
  await row(page, 'Reminder').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Reroute/ }).click()
  const dialog = page.getByRole('dialog', { name: /route/i })
  await dialog.getByText('sandbox').first().click()
  await dialog.getByRole('button', { name: /^(Reroute|Send)/ }).click()
  await expectState(page, 'Reminder', /Delivered|Captured/)
}

async function changeRecipient(page: Page, site: Site, name: string): Promise<void> {
  await row(page, 'Greeting').click()
  const inspector = page.getByRole('complementary', { name: 'Message' })
  await screenshot(page, `${name}-journey`)
  await inspector.getByRole('button', { name: 'Change wrong@supplier.test' }).click()
  await inspector.getByLabel('Send it to').fill('right@supplier.test')
  await inspector.getByRole('button', { name: 'Change address' }).click()
  await expect(inspector.getByText('right@supplier.test').first()).toBeVisible()
  await site.nextHop.up()
  await inspector.getByRole('button', { name: 'Send now' }).click()
  await expectState(page, 'Greeting', /Delivered/)
  expect(site.nextHop.received.some((mail) => mail.includes('Subject: Greeting'))).toBe(true)
}

async function readAndSave(page: Page, name: string, saved: QueueDayHost['saved']): Promise<void> {
  await row(page, 'Reminder').click()
  const inspector = page.getByRole('complementary', { name: 'Message' })
  await inspector.getByRole('tab', { name: 'Message' }).click()
  await expect(inspector.getByText('See attached.')).toBeVisible()
  await screenshot(page, `${name}-message`)
  await inspector.getByRole('tab', { name: 'Headers' }).click()
  await expect(inspector.getByText('relay.office.test').first()).toBeVisible()
  const file = await saved(async () => {
    await inspector.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: /eml/ }).click()
  })
  expect(file.name).toMatch(/\.eml$/)
  expect(await readFile(file.path, 'utf8')).toMatch(/^Subject: Reminder\r$/m)
}

function row(page: Page, subject: string) {
  return page.getByRole('row', { name: new RegExp(subject) })
}

async function expectState(page: Page, subject: string, state: RegExp): Promise<void> {
  await expect(row(page, subject)).toHaveAccessibleName(state)
}
