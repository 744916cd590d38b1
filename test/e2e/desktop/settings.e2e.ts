import { test } from '@playwright/test'
import { openDesktop, savedInDesktop } from '../support/open-desktop.ts'
import { exportAndImport, openSettingsSite, settingsDay } from '../support/settings-day.ts'

test('settings are found, changed with open eyes, and come back, in the desktop', async () => {
  const site = await openSettingsSite()
  const { application, page } = await openDesktop(site.data)
  try {
    const host = { name: 'desktop', page }
    await exportAndImport({
      ...host,
      saved: (act) => savedInDesktop(application, site.data, act),
    })
    await settingsDay(site, host)
  } finally {
    await application.close()
    await site.close()
  }
})
