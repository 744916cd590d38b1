import { test } from '@playwright/test'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { openConsole, savedInBrowser } from '../support/open-console.ts'
import { openSessionsSite, sessionsDay } from '../support/sessions-day.ts'

test('sessions are found, read, ended and shut out, in the browser', async ({ browser }) => {
  const site = await openSessionsSite()
  const mailroom = await MailroomProcess.start({ data: site.data })
  const page = await openConsole(browser, mailroom)
  try {
    await sessionsDay(site, { name: 'console', page, saved: (act) => savedInBrowser(page, act) })
  } finally {
    await mailroom.stop()
    await site.close()
  }
})
