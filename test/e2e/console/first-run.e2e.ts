import { test } from '@playwright/test'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { firstRun } from '../support/first-run.ts'
import { openConsole } from '../support/open-console.ts'
import { openSite } from '../support/site.ts'

test('from nothing to a message that arrives, in the browser', async ({ browser }) => {
  const site = await openSite()
  const mailroom = await MailroomProcess.start({ data: site.data })
  try {
    await firstRun(site, { name: 'console', page: await openConsole(browser, mailroom) })
  } finally {
    await mailroom.stop()
    await site.close()
  }
})
