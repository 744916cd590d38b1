import { test } from '@playwright/test'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { openConsole, savedInBrowser } from '../support/open-console.ts'
import { openSettingsSite, settingsDay } from '../support/settings-day.ts'

test('settings are found, changed with open eyes, and come back, in the browser', async ({ browser }) => {
  const site = await openSettingsSite()
  const mailroom = await MailroomProcess.start({ data: site.data })
  const page = await openConsole(browser, mailroom)
  try {
    await settingsDay(site, { name: 'console', page, saved: (act) => savedInBrowser(page, act) })
  } finally {
    await mailroom.stop()
    await site.close()
  }
})
