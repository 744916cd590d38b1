import { test } from '@playwright/test'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { openConsole, savedInBrowser } from '../support/open-console.ts'
import { openQueueSite, queueDay } from '../support/queue-day.ts'

test('mail that waits is found, undone, sent another way and read, in the browser', async ({ browser }) => {
  const site = await openQueueSite()
  const mailroom = await MailroomProcess.start({ data: site.data })
  const page = await openConsole(browser, mailroom)
  try {
    await queueDay(site, { name: 'console', page, saved: (act) => savedInBrowser(page, act) })
  } finally {
    await mailroom.stop()
    await site.close()
  }
})
