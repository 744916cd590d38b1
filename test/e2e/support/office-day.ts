/**
 * The way through the window that every host must offer, with real mail: first start, a route and an account by the
 * forms, a session line by line, the next hop down and back, everything still there after a restart.
 */
import { expect, type Page, test } from '@playwright/test'
import { screenshot } from './screenshot.ts'
import type { Site } from './site.ts'

export interface Host {
  /** Also the prefix of its screenshots. */
  readonly name: string
  readonly page: Page
  /** Ends the program and starts it again on the same data folder. */
  restart(): Promise<Page>
}

export async function officeDay(site: Site, host: Host): Promise<void> {
  let { page } = host
  await test.step('first start says what to do next', () => firstStart(page, site, host.name))
  await test.step('a route by the form', () => addRoute(page, site, host.name))
  await test.step('held mail goes on by itself', () => expectState(page, 'before the route', 'Delivered'))
  const auth = await test.step('an account by the form', () => addAccount(page, host.name))
  await test.step('its session, line by line', () => watchSession(page, site, auth, host.name))
  await test.step('the next hop is down: deferred, with its words', () => nextHopDown(page, site, host.name))
  await test.step('Send now delivers when it is back', () => sendNow(page, site))
  await test.step('rules and settings', () => otherPanels(page, host.name))
  page = await host.restart()
  await test.step('a restart keeps everything', () => keepsAll(page))
}

export async function goTo(page: Page, panel: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name: panel }).click()
  await expect(page.getByRole('heading', { name: panel, exact: true })).toBeVisible()
}

async function firstStart(page: Page, site: Site, name: string): Promise<void> {
  // The very first start opens its guide; whoever knows the way leaves it.
  await expect(page.getByRole('heading', { name: 'Guided start' })).toBeVisible()
  await goTo(page, 'Overview')
  await expect(page.getByText('Mailroom is running')).toBeVisible()
  await expect(page.getByText('Add a route').first()).toBeVisible()
  await screenshot(page, `${name}-first-start`)
  expect(await site.submit({ subject: 'before the route' })).toMatch(/^250 2\.0\.0/)
  await goTo(page, 'Queue')
  await expect(row(page, 'before the route')).toHaveAccessibleName(/Held/)
}

async function addRoute(page: Page, site: Site, name: string): Promise<void> {
  await site.nextHop.up()
  await goTo(page, 'Routes')
  await page.getByRole('button', { name: 'Add route' }).first().click()
  const form = page.getByRole('form', { name: 'New route' })
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(form.getByText('Give it a name.')).toBeVisible()
  await form.getByLabel('Name', { exact: true }).fill('provider')
  await form.getByLabel('Host', { exact: true }).fill('127.0.0.1')
  await form.getByLabel('Port', { exact: true }).fill(String(site.nextHop.port))
  await form.getByLabel('TLS', { exact: true }).selectOption('never')
  await form.getByRole('button', { name: 'Test connection' }).click()
  await expect(form.getByText(/EHLO relay\.office\.test/)).toBeVisible()
  await screenshot(page, `${name}-route-test`)
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(form).toBeHidden()
  await goTo(page, 'Queue')
}

async function addAccount(page: Page, name: string): Promise<{ user: string; pass: string }> {
  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const form = page.getByRole('form', { name: 'New account' })
  await form.getByLabel('User name').fill('scanner')
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Password of scanner' })
  const password = await dialog.getByLabel('Password', { exact: true }).textContent()
  await screenshot(page, `${name}-account-password`)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toBeHidden()
  await screenshot(page, `${name}-accounts`)
  return { user: 'scanner', pass: password ?? '' }
}

async function watchSession(
  page: Page,
  site: Site,
  auth: { user: string; pass: string },
  name: string,
): Promise<void> {
  await goTo(page, 'Sessions')
  await site.submit({ subject: 'from the scanner', auth })
  const list = page.getByRole('grid', { name: 'Sessions' })
  await list
    // The newest of all comes a moment after the reply that ended it: not the one that stands there now.
    .getByRole('row', { name: /^Inbound .* scanner / })
    .first()
    .click()
  const conversation = page.getByRole('region', { name: 'Conversation' })
  await expect(conversation.getByText('AUTH PLAIN •••')).toBeVisible()
  await expect(conversation).not.toContainText(auth.pass)
  // Only the lines in view are there, and their heights are known as they come.
  const lines = conversation.getByRole('log', { name: 'Lines' })
  await expect(async () => {
    await lines.evaluate((log) => log.scrollTo({ top: log.scrollHeight }))
    await expect(conversation.getByText(/queued as/)).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(conversation).not.toContainText(auth.pass)
  await screenshot(page, `${name}-sessions`)
}

async function nextHopDown(page: Page, site: Site, name: string): Promise<void> {
  await site.nextHop.down()
  await site.submit({ subject: 'when it is back' })
  await goTo(page, 'Queue')
  await expectState(page, 'when it is back', 'Waiting')
  await row(page, 'when it is back').click()
  const inspector = page.getByRole('complementary', { name: 'Message' })
  await expect(
    inspector.getByText(/refused the connection|ECONNREFUSED|nobody listens/i).first(),
  ).toBeVisible()
  await screenshot(page, `${name}-queue`)
  await goTo(page, 'Overview')
  await screenshot(page, `${name}-overview`)
  await goTo(page, 'Queue')
}

async function sendNow(page: Page, site: Site): Promise<void> {
  await site.nextHop.up()
  await row(page, 'when it is back').click()
  await page.getByRole('complementary', { name: 'Message' }).getByRole('button', { name: 'Send now' }).click()
  await expectState(page, 'when it is back', 'Delivered')
  expect(site.nextHop.received.some((mail) => mail.includes('Subject: when it is back'))).toBe(true)
}

async function otherPanels(page: Page, name: string): Promise<void> {
  await goTo(page, 'Relay rules')
  await expect(page.getByText('Everything else').first()).toBeVisible()
  await screenshot(page, `${name}-rules`)
  await goTo(page, 'Routes')
  await expect(page.getByText('provider').first()).toBeVisible()
  await screenshot(page, `${name}-routes`)
  await goTo(page, 'Settings')
  await screenshot(page, `${name}-settings`)
}

async function keepsAll(page: Page): Promise<void> {
  await goTo(page, 'Queue')
  await expectState(page, 'when it is back', 'Delivered')
  await goTo(page, 'Routes')
  await expect(page.getByText('provider').first()).toBeVisible()
  await goTo(page, 'Accounts')
  await expect(page.getByText('scanner').first()).toBeVisible()
}

function row(page: Page, subject: string) {
  return page.getByRole('row', { name: new RegExp(subject) })
}

async function expectState(page: Page, subject: string, state: string): Promise<void> {
  await expect(row(page, subject)).toHaveAccessibleName(new RegExp(`${state}$`))
}
