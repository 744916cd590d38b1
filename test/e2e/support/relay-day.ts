/**
 * What an office does with its relay once it runs: a password for one device, a name for the copier that cannot sign
 * in, a rule that changes mail, asking first what would happen, a key to sign with. With real mail, in every host.
 */
import { expect, type Page, test } from '@playwright/test'
import { goTo } from './office-day.ts'
import { screenshot } from './screenshot.ts'
import type { Site } from './site.ts'

export interface RelayDayHost {
  /** Also the prefix of its screenshots. */
  readonly name: string
  readonly page: Page
}

export async function relayDay(site: Site, { page, name }: RelayDayHost): Promise<void> {
  await site.nextHop.up()
  await test.step('a route with a fallback and a pace', () => addRoute(page, site, name))
  await test.step('an app password lets one device in, until it is revoked', () =>
    appPassword(page, site, name))
  await test.step('the copier gets a name and a profile', () => nameCopier(page, site, name))
  await test.step('what would happen, asked before it does', () => simulate(page, name))
  await test.step('a rule changes the mail on its way', () => changeMail(page, site, name))
  await test.step('mailboxes of the office: others are refused at once', () => localMail(page, site, name))
  await test.step('a DKIM key, with its record', () => dkimKey(page, name))
}

async function addRoute(page: Page, site: Site, name: string): Promise<void> {
  await goTo(page, 'Routes')
  await page.getByRole('button', { name: 'Add route' }).first().click()
  const form = page.getByRole('form', { name: 'New route' })
  await form.getByLabel('Provider', { exact: true }).selectOption({ label: 'Microsoft 365 (SMTP AUTH)' })
  await expect(form.getByLabel('Host', { exact: true })).toHaveValue('smtp.office365.com')
  await screenshot(page, `${name}-provider`)
  await form.getByLabel('Provider', { exact: true }).first().selectOption('')
  await form.getByLabel('Name', { exact: true }).fill('provider')
  // Nobody listens there: the fallback carries the mail.
  await form.getByLabel('Host', { exact: true }).fill('127.0.0.1')
  await form.getByLabel('Port', { exact: true }).fill('1')
  await form.getByLabel('TLS', { exact: true }).selectOption('never')
  await form.getByRole('button', { name: 'Add fallback host' }).click()
  await form.getByLabel('Host', { exact: true }).nth(1).fill('127.0.0.1')
  await form.getByLabel('Port', { exact: true }).nth(1).fill(String(site.nextHop.port))
  await form.getByLabel('Recipients at once').fill('50')
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(form).toBeHidden()
}

async function appPassword(page: Page, site: Site, name: string): Promise<void> {
  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const creation = page.getByRole('form', { name: 'New account' })
  await creation.getByLabel('User name').fill('shop')
  await creation.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: /^Account shop/ }).click()
  await page.getByLabel('Name of a new app password').fill('Shop server')
  await page.getByRole('button', { name: 'Make password' }).click()
  const dialog = page.getByRole('dialog', { name: 'Password of shop' })
  const pass = (await dialog.getByLabel('Password', { exact: true }).textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Done' }).click()
  expect(await site.submit({ subject: 'by app password', auth: { user: 'shop', pass } })).toMatch(/^250/)
  await expect.poll(() => site.nextHop.received.join()).toContain('Subject: by app password')
  await expect(page.getByText(/Used (just now|\d+ s ago)/).first()).toBeVisible()
  await screenshot(page, `${name}-app-passwords`)
  await page.getByRole('button', { name: 'Revoke Shop server' }).click()
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Revoke Shop server' })).toBeHidden()
  await expect(site.submit({ subject: 'after', auth: { user: 'shop', pass } })).rejects.toThrow(/535/)
}

async function nameCopier(page: Page, site: Site, name: string): Promise<void> {
  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Networks', exact: true }).click()
  await page.getByRole('button', { name: 'Add network' }).first().click()
  const form = page.getByRole('form', { name: 'New network' })
  await form.getByLabel('Name', { exact: true }).fill('Copiers')
  await form.getByLabel('Addresses', { exact: true }).fill('127.0.0.1')
  await form.getByLabel('Addresses', { exact: true }).press('Enter')
  await form.getByRole('button', { name: 'Remove *' }).first().click()
  await form.getByLabel('Allowed senders').fill('copier@office.test')
  await form.getByLabel('Allowed senders').press('Enter')
  await form.getByRole('checkbox', { name: 'Empty or odd greeting' }).click()
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  const row = page.getByRole('button', { name: /^Network Copiers/ })
  await expect(row.getByText('Legacy')).toBeVisible()
  await screenshot(page, `${name}-networks`)
  await expect(site.submit({ subject: 'as somebody else' })).rejects.toThrow(/55\d.*copier@office\.test/)
  expect(await site.submit({ subject: 'from the copier', from: 'copier@office.test' })).toMatch(/^250/)
}

async function simulate(page: Page, name: string): Promise<void> {
  await goTo(page, 'Relay rules')
  await page.getByRole('button', { name: 'What would happen?' }).click()
  const form = page.getByRole('form', { name: 'What would happen' })
  await form.getByLabel('Sender', { exact: true }).fill('copier@office.test')
  await form.getByLabel('Recipients').fill('anna@customer.test')
  await form.getByLabel('Recipients').press('Enter')
  await form.getByLabel('Client address').fill('127.0.0.1')
  await form.getByRole('button', { name: 'Ask' }).click()
  await expect(form.getByText(/provider/).first()).toBeVisible()
  await expect(form.getByText(/Copiers/).first()).toBeVisible()
  await screenshot(page, `${name}-simulator`)
  await form.getByLabel('Sender', { exact: true }).fill('stranger@elsewhere.test')
  await form.getByRole('button', { name: 'Ask' }).click()
  await expect(form.getByText(/^55\d 5\.7\.1/).first()).toBeVisible()
  await form.getByRole('button', { name: 'Close' }).click()
}

async function changeMail(page: Page, site: Site, name: string): Promise<void> {
  await goTo(page, 'Relay rules')
  await page.getByRole('button', { name: 'Add rule' }).first().click()
  const form = page.getByRole('form', { name: 'New relay rule' })
  await form.getByLabel('Name', { exact: true }).fill('Mark scans')
  await form.getByRole('button', { name: 'Add condition' }).click()
  await page.getByRole('menuitem', { name: 'Subject' }).click()
  await form.getByLabel('Subject', { exact: true }).fill('*scan*')
  await form.getByLabel('Subject', { exact: true }).press('Enter')
  for (const [change, fields] of Object.entries(CHANGES)) {
    await form.getByRole('button', { name: 'Add change' }).click()
    await page.getByRole('menuitem', { name: change, exact: true }).click()
    const group = form.getByRole('group', { name: change, exact: true })
    for (const [label, value] of Object.entries(fields))
      await group.getByLabel(label, { exact: true }).fill(value)
  }
  await form.getByLabel('Action', { exact: true }).selectOption({ label: 'Go on with the rules below' })
  await screenshot(page, `${name}-rule-changes`)
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(form).toBeHidden()
  // Before the rule that takes everything, where it would not be reached.
  await expect(page.getByRole('list', { name: 'Relay rules' }).getByRole('listitem').first()).toContainText(
    'Mark scans',
  )
  await site.submit({ subject: 'Your scan', from: 'copier@office.test' })
  await expect
    .poll(() => site.nextHop.received.find((mail) => mail.includes('Your scan')) ?? '')
    .toMatch(/^X-Office: ground floor\r?$/m)
  const mail = site.nextHop.received.find((one) => one.includes('Your scan')) ?? ''
  expect(mail).toMatch(/^From: .*relay@office\.test/m)
  expect(mail).toMatch(/^Reply-To: .*copier@office\.test/m)
}

const CHANGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Change the From field': { Address: 'relay@office.test' },
  'Add a header field': { Name: 'X-Office', Text: 'ground floor' },
}

async function localMail(page: Page, site: Site, name: string): Promise<void> {
  await goTo(page, 'Settings')
  await page.getByRole('link', { name: 'Local mail', exact: true }).click()
  const form = page.getByRole('form', { name: 'Local mail' })
  await form.getByLabel('Domains', { exact: true }).fill('office.test')
  await form.getByLabel('Domains', { exact: true }).press('Enter')
  await form.getByRole('button', { name: 'Add mailbox' }).click()
  await form.getByLabel('Address', { exact: true }).first().fill('anna@office.test')
  await form.getByRole('button', { name: 'Add alias or group' }).click()
  await form.getByLabel('Address', { exact: true }).nth(1).fill('sales@office.test')
  await form.getByLabel('Goes to').fill('anna@office.test')
  await form.getByLabel('Goes to').press('Enter')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings are saved.')).toBeVisible()
  await screenshot(page, `${name}-local-mail`)
  const from = 'copier@office.test'
  await expect(site.submit({ subject: 'to nobody', from, to: 'nobody@office.test' })).rejects.toThrow(/550/)
  expect(await site.submit({ subject: 'to sales', from, to: 'sales@office.test' })).toMatch(/^250/)
}

async function dkimKey(page: Page, name: string): Promise<void> {
  await goTo(page, 'Settings')
  await page.getByRole('link', { name: 'DKIM', exact: true }).click()
  await page.getByRole('button', { name: 'Make key' }).first().click()
  const form = page.getByRole('form', { name: 'New DKIM key' })
  await form.getByLabel('Domain').fill('office.test')
  await form.getByLabel('Selector').fill('s1')
  await form.getByRole('button', { name: 'Make key' }).click()
  await expect(page.getByText('s1._domainkey.office.test', { exact: true })).toBeVisible()
  await expect(page.getByText(/^v=DKIM1; .*p=MII/)).toBeVisible()
  await page.getByRole('button', { name: 'Sign with it' }).click()
  await expect(page.getByRole('button', { name: /^DKIM key office\.test/ }).getByText('Signs')).toBeVisible()
  await screenshot(page, `${name}-dkim`)
}
