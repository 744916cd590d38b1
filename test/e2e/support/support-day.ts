/** Signs in here and there, with passwords of every kind; what goes to a supporter has none of them. In every host. */
import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { goTo } from './office-day.ts'
import { screenshot } from './screenshot.ts'
import { openSite, type Site } from './site.ts'
import type { WalkHost } from './walk.ts'

const OF_ROUTE = 'The-provider-knows-this-2026'
const WRONG = 'guessed-and-wrong-4711'
const PERSON = 'maria.musterfrau'

export function openSupportSite(): Promise<Site> {
  return openSite({
    config: (port) => ({
      routes: [{ name: 'provider', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }],
      rules: [{ name: 'Everything', match: {}, action: { kind: 'route', route: 'provider' } }],
    }),
  })
}

export async function supportDay(site: Site, host: WalkHost): Promise<void> {
  const { page, name } = host
  await site.nextHop.up()
  const password = await test.step('an account, and what it used', () => accountUsage(site, page, name))
  await test.step('a route is tested live', () => testRoute(site, page, name))
  await test.step('the provider wants a password', () => routePassword(page))
  await test.step('the bundle has no secret and no name', () => bundle(host, [password, OF_ROUTE, WRONG]))
}

async function accountUsage(site: Site, page: Page, name: string): Promise<string> {
  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const form = page.getByRole('form', { name: 'New account' })
  await form.getByLabel('User name').fill(PERSON)
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: `Password of ${PERSON}` })
  const pass = (await dialog.getByLabel('Password', { exact: true }).textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Done' }).click()
  const auth = { user: PERSON, pass }
  for (const subject of ['One', 'Two']) await site.submit({ subject, auth })
  await expect(site.submit({ subject: 'Three', auth: { ...auth, pass: WRONG } })).rejects.toThrow(/535/)
  await page.getByRole('button', { name: new RegExp(`^Account ${PERSON}`) }).click()
  await expect(page.getByRole('img', { name: '2 messages to 2 recipients' })).toBeVisible()
  await screenshot(page, `${name}-account-usage`)
  return pass
}

async function testRoute(site: Site, page: Page, name: string): Promise<void> {
  await goTo(page, 'Routes')
  await page.getByRole('button', { name: /^Route provider/ }).click()
  const form = page.getByRole('form', { name: 'Route provider' })
  await form.getByRole('button', { name: 'Test connection' }).click()
  const log = form.getByRole('log', { name: 'Conversation of the test' })
  await expect(log).toContainText('EHLO relay.office.test')
  await expect(log).toContainText('QUIT')
  await expect(form.getByRole('status').first()).toBeVisible()
  await screenshot(page, `${name}-route-conversation`)
  await site.nextHop.down()
  await form.getByRole('button', { name: 'Test connection' }).click()
  await expect(form.getByText(/refused the connection|nobody listens|nothing listens/i).first()).toBeVisible()
  await screenshot(page, `${name}-route-down`)
}

async function routePassword(page: Page): Promise<void> {
  const form = page.getByRole('form', { name: 'Route provider' })
  await form.getByRole('button', { name: 'Password', exact: true }).click()
  await form.getByLabel('User name').fill(`${PERSON}@office.test`)
  await form.getByLabel('Password', { exact: true }).fill(OF_ROUTE)
  await form.getByRole('button', { name: /^Save/ }).click()
  await expect(page.getByText('Route “provider” is saved.').first()).toBeVisible()
}

async function bundle({ page, name, saved }: WalkHost, secrets: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: /^About Mailroom/ }).click()
  await page.getByRole('button', { name: 'Support bundle…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Support bundle' })
  await dialog.getByRole('button', { name: /^configuration\.json/ }).click()
  await expect(dialog.getByRole('region', { name: 'configuration.json' })).toContainText('"listeners"')
  await screenshot(page, `${name}-support-bundle`)
  const file = await saved(() => dialog.getByRole('button', { name: 'Save as ZIP…' }).click())
  expect(file.name).toBe('mailroom-support.zip')
  const files = Object.entries(unzipSync(await readFile(file.path)))
  expect(files.map(([path]) => path)).toContain('mailroom-support/log.txt')
  for (const [path, octets] of files)
    for (const word of [...secrets, ...secrets.map(asBase64), PERSON, 'office.test', 'customer.test'])
      expect(strFromU8(octets).includes(word), `${word} in ${path}`).toBe(false)
}

const asBase64 = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '')
