import { type Browser, expect, type Page, test } from '@playwright/test'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { goTo } from '../support/office-day.ts'
import { relayDay } from '../support/relay-day.ts'
import { screenshot } from '../support/screenshot.ts'
import { openSite, type Site } from '../support/site.ts'
import { openTokenProvider, type TokenProvider } from '../support/token-provider.ts'

let site: Site
let mailroom: MailroomProcess

test.beforeEach(async () => {
  site = await openSite()
  mailroom = await MailroomProcess.start({ data: site.data })
})

test.afterEach(async () => {
  await mailroom.stop()
  await site.close()
})

test('a relay that an office can rely on, in the browser', async ({ browser }) => {
  test.setTimeout(180_000)
  await relayDay(site, { name: 'console', page: await openConsole(browser, mailroom) })
})

test.describe('a provider that wants OAuth2', () => {
  let provider: TokenProvider
  test.beforeEach(async () => {
    provider = await openTokenProvider()
  })
  test.afterEach(() => provider.close())

  test('mail waits for the sign-in, which a person does in the browser, and goes', async ({ browser }) => {
    test.setTimeout(120_000)
    const page = await openConsole(browser, mailroom)
    await goTo(page, 'Routes')
    await page.getByRole('button', { name: 'Add route' }).first().click()
    const form = page.getByRole('form', { name: 'New route' })
    await form.getByLabel('Name', { exact: true }).fill('provider')
    await form.getByLabel('Host', { exact: true }).fill('127.0.0.1')
    await form.getByLabel('Port', { exact: true }).fill(String(provider.smtpPort))
    await form.getByLabel('TLS', { exact: true }).selectOption('required-unverified')
    await form.getByRole('button', { name: 'OAuth2' }).click()
    const signIn = form.getByRole('group', { name: 'Sign-in', exact: true })
    await signIn.getByLabel('Provider').selectOption('custom')
    await signIn.getByLabel('Mailbox').fill(provider.username)
    await signIn.getByLabel('Issuer').fill(provider.issuer)
    await signIn.getByLabel('Client id').fill(provider.clientId)
    await signIn.getByText('Scopes and mechanism').click()
    for (const scope of ['openid', 'offline_access']) {
      await signIn.getByLabel('Scopes').fill(scope)
      await signIn.getByLabel('Scopes').press('Enter')
    }
    await form.getByRole('button', { name: 'Add', exact: true }).click()

    await expect(page.getByText(/^Nobody has signed in/)).toBeVisible()
    expect(await site.submit({ subject: 'waits for the sign-in' })).toMatch(/^250/)
    await screenshot(page, 'console-sign-in-needed')
    const popup = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await provider.agree(await popup)
    await expect(page.getByRole('dialog').getByText(/^Signed in/)).toBeVisible()
    await screenshot(page, 'console-signed-in')
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
    await expect.poll(() => provider.received.join()).toContain('Subject: waits for the sign-in')
    await expect(page.getByText(/Signed in/).first()).toBeVisible()
  })
})

async function openConsole(browser: Browser, { ready }: MailroomProcess): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${ready.console}#token=${ready.token}`)
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
  return page
}
