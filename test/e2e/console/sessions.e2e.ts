import { test } from '@playwright/test'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { openConsole } from '../support/open-console.ts'
import { openSessionsSite, sessionsDay } from '../support/sessions-day.ts'

test('sessions are found, read, ended and shut out, in the browser', async ({ browser }) => {
  const site = await openSessionsSite()
  const mailroom = await MailroomProcess.start({ data: site.data })
  try {
    await sessionsDay(site, { name: 'console', page: await openConsole(browser, mailroom) })
  } finally {
    await mailroom.stop()
    await site.close()
  }
})
