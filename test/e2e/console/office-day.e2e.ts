import { type Browser, expect, type Page, test } from '@playwright/test'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { officeDay } from '../support/office-day.ts'
import { screenshot } from '../support/screenshot.ts'
import { openSite, type Site } from '../support/site.ts'

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

test('a day in the office, in the browser', async ({ browser }) => {
  test.setTimeout(180_000)
  const page = await openConsole(browser, mailroom)
  await officeDay(site, {
    name: 'console',
    page,
    async restart() {
      await mailroom.stop()
      mailroom = await MailroomProcess.start({ data: site.data })
      await page.close()
      return openConsole(browser, mailroom)
    },
  })
})

test('says so when the engine goes', async ({ browser }) => {
  const page = await openConsole(browser, mailroom)
  await expect(page.getByRole('contentinfo').getByText('Running')).toBeVisible()
  await mailroom.kill()
  await expect(page.getByText('Connecting to the mail engine again')).toBeVisible()
  await screenshot(page, 'console-engine-gone')
})

test('asks for the token where there is none', async ({ browser }) => {
  const page = await browser.newPage()
  await page.goto(mailroom.ready.console)
  await expect(
    page
      .getByRole('form', { name: 'Sign in' })
      .or(page.getByText(/one-time/i))
      .first(),
  ).toBeVisible()
  await page.close()
})

async function openConsole(browser: Browser, { ready }: MailroomProcess): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${ready.console}#token=${ready.token}`)
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
  return page
}
