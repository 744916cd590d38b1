/**
 * What an administrator does who changes much and wants to come back: finds a setting, backs up, goes back without
 * sending anything twice, moves the configuration, sees beforehand what a change does, and afterwards who made it.
 */
import { expect, type Page, test } from '@playwright/test'
import { freePort } from '../../support/free-port.ts'
import { goTo } from './office-day.ts'
import { screenshot } from './screenshot.ts'
import type { SavingHost } from './sessions-day.ts'
import { openSite, type Site } from './site.ts'
import { openTalkingClient } from './talking-client.ts'

const PASSPHRASE = 'correct horse battery staple'

export function openSettingsSite(): Promise<Site> {
  return openSite({
    config: (port) => ({
      routes: [{ kind: 'smarthost', name: 'provider', host: '127.0.0.1', port, tls: 'never' }],
      rules: [{ name: 'Everything', match: {}, action: { kind: 'route', route: 'provider' } }],
    }),
  })
}

export async function settingsDay(site: Site, host: Omit<SavingHost, 'saved'>): Promise<void> {
  const { page, name } = host
  await test.step('the search leads to the field', () => search(page, name))
  await test.step('a restore brings back settings and mail, and sends nothing twice', () =>
    backUpAndRestore(page, site, name))
  await test.step('what saving a listener will do is said, and is what happens', () =>
    moveListener(page, site, name))
  await test.step('the audit log has who changed what', () => readAudit(page, name))
}

async function search(page: Page, name: string): Promise<void> {
  await goTo(page, 'Settings')
  await page.keyboard.press('Control+f')
  const box = page.getByRole('searchbox', { name: 'Search the settings' })
  await expect(box).toBeFocused()
  await box.fill('give up')
  await expect(page.getByRole('list', { name: 'Found settings' })).toContainText('Give up after')
  await screenshot(page, `${name}-settings-search`)
  await box.press('Enter')
  await expect(page.getByLabel('Give up after', { exact: true })).toBeFocused()
  await expect(page).toHaveURL(/section=retry/)
}

async function backUpAndRestore(page: Page, site: Site, name: string): Promise<void> {
  // Nobody listens at the next hop yet.
  await site.submit({ subject: 'Waits in the backup' })
  await expectState(page, 'Waits in the backup', 'Waiting')
  await section(page, 'Backup and restore')
  await page.getByRole('button', { name: 'Back up now' }).first().click()
  const backups = page.getByRole('list', { name: 'Backups' })
  await expect(backups.getByRole('listitem')).toContainText('1 message waiting in it')
  await screenshot(page, `${name}-backup`)

  await site.nextHop.up()
  await sendNow(page, 'Waits in the backup')
  await site.nextHop.down()
  await site.submit({ subject: 'Came after the backup' })
  await expectState(page, 'Came after the backup', 'Waiting')
  await nameHost(page, 'changed.office.test')

  await section(page, 'Backup and restore')
  await backups.getByRole('button', { name: /^Restore/ }).click()
  const dialog = page.getByRole('dialog', { name: /^Go back to/ })
  await expect(dialog).toContainText('1 message that waits now is taken along')
  await screenshot(page, `${name}-restore`)
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(backups.getByRole('listitem').filter({ hasText: 'before a restore' })).toBeVisible()

  await section(page, 'General')
  await expect(page.getByLabel('Host name', { exact: true })).toHaveValue('relay.office.test')
  await expectState(page, 'Waits in the backup', 'Held')
  await screenshot(page, `${name}-restored`)
  await site.nextHop.up()
  await sendNow(page, 'Came after the backup')
  for (const subject of ['Waits in the backup', 'Came after the backup'])
    expect(site.nextHop.received.filter((mail) => mail.includes(`Subject: ${subject}`))).toHaveLength(1)
}

export async function exportAndImport({ page, name, saved }: SavingHost): Promise<void> {
  await section(page, 'Import and export')
  const form = page.getByRole('form', { name: 'Export with secrets' })
  await form.getByLabel('Passphrase').fill(PASSPHRASE)
  await form.getByLabel('Once more').fill(PASSPHRASE)
  const { path } = await saved(() => form.getByRole('button', { name: 'Export with secrets' }).click())
  await nameHost(page, 'elsewhere.office.test')

  await section(page, 'Import and export')
  await page.getByLabel('Configuration file').setInputFiles(path)
  const sealed = page.getByRole('form', { name: 'Import with secrets' })
  await sealed.getByLabel('Passphrase').fill('not this one')
  await sealed.getByRole('button', { name: 'Replace the configuration' }).click()
  await expect(sealed.getByText(/passphrase/i).nth(1)).toBeVisible()
  await screenshot(page, `${name}-sealed-import`)
  await sealed.getByLabel('Passphrase').fill(PASSPHRASE)
  await sealed.getByRole('button', { name: 'Replace the configuration' }).click()
  await expect(sealed).toBeHidden()
  await section(page, 'General')
  await expect(page.getByLabel('Host name', { exact: true })).toHaveValue('relay.office.test')
}

async function moveListener(page: Page, site: Site, name: string): Promise<void> {
  const client = await openTalkingClient(site.listenerPort)
  expect(await client.say('EHLO device')).toMatch(/^250/)
  const port = await freePort()
  await section(page, 'Listeners')
  await page.getByRole('button', { name: /^Listener.*local/ }).click()
  const form = page.getByRole('form', { name: 'Listener local' })
  await form.getByLabel('Port', { exact: true }).fill(String(port))
  const effects = form.getByRole('region', { name: 'What saving does' })
  await expect(effects).toContainText('1 open session ends with 421')
  await screenshot(page, `${name}-listener-effects`)
  await form.getByRole('button', { name: /^Save, with/ }).click()
  expect(await client.ended).toMatch(/^421 /)
  const moved = await openTalkingClient(port)
  expect(await moved.say('EHLO device')).toMatch(/^250/)
  moved.hangUp()
  await expect(openTalkingClient(site.listenerPort)).rejects.toThrow()
}

async function readAudit(page: Page, name: string): Promise<void> {
  await section(page, 'Audit log')
  const log = page.getByRole('list', { name: 'Audit log' })
  await page.getByRole('searchbox', { name: 'Filter the audit log' }).fill('listener')
  await expect(log.getByRole('listitem').first()).toContainText(/listener.*(window|browser)/i)
  await log.getByRole('button').first().click()
  const entry = page.getByRole('complementary', { name: 'Audit entry' })
  await expect(entry).toContainText('port')
  await screenshot(page, `${name}-audit`)
}

async function section(page: Page, title: string): Promise<void> {
  await goTo(page, 'Settings')
  await page
    .getByRole('navigation', { name: 'Sections of the settings' })
    .getByRole('link', { name: title, exact: true })
    .click()
}

async function nameHost(page: Page, host: string): Promise<void> {
  await section(page, 'General')
  await page.getByLabel('Host name', { exact: true }).fill(host)
  await page.getByRole('button', { name: /^Save/ }).click()
  await expect(page.getByText('The settings are saved.').first()).toBeVisible()
}

async function expectState(page: Page, subject: string, state: string): Promise<void> {
  await goTo(page, 'Queue')
  await expect(page.getByRole('row', { name: new RegExp(subject) })).toHaveAccessibleName(new RegExp(state))
}

async function sendNow(page: Page, subject: string): Promise<void> {
  await goTo(page, 'Queue')
  await page.getByRole('row', { name: new RegExp(subject) }).click()
  await page.getByRole('complementary', { name: 'Message' }).getByRole('button', { name: 'Send now' }).click()
  await expectState(page, subject, 'Delivered')
}
