import { test } from '@playwright/test'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { openConsole, savedInBrowser } from '../support/open-console.ts'
import type { SavingHost } from '../support/sessions-day.ts'
import { exportAndImport, openSettingsSite, settingsDay } from '../support/settings-day.ts'

test('settings are found, changed with open eyes, and come back, in the browser', async ({ browser }) => {
  const site = await openSettingsSite()
  const mailroom = await MailroomProcess.start({ data: site.data })
  const page = await openConsole(browser, mailroom)
  try {
    const host: SavingHost = { name: 'console', page, saved: (act) => savedInBrowser(page, act) }
    await exportAndImport(host)
    await settingsDay(site, host)
  } finally {
    await mailroom.stop()
    await site.close()
  }
})
