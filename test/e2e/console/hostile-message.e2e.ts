import { expect, test } from '@playwright/test'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { openTrap, readHostileMail, sendHostileMail, type Trap } from '../support/hostile-mail.ts'
import { openSite, type Site } from '../support/site.ts'

let site: Site
let mailroom: MailroomProcess
let trap: Trap

test.beforeEach(async () => {
  site = await openSite()
  trap = await openTrap()
  mailroom = await MailroomProcess.start({ data: site.data })
})

test.afterEach(async () => {
  await mailroom.stop()
  await trap.close()
  await site.close()
})

test('a message that wants to run and to fetch does neither, in the browser and both themes', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  await sendHostileMail(site.listenerPort, trap, 'Your account is closed')
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme })
    await page.goto(`${mailroom.ready.console}#token=${mailroom.ready.token}`)
    await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
    await readHostileMail(page, trap, 'Your account is closed')
    await page.close()
  }
})
