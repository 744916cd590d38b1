import { test } from '@playwright/test'
import { openDesktop } from '../support/open-desktop.ts'
import { openSettingsSite, settingsDay } from '../support/settings-day.ts'

test('settings are found, changed with open eyes, and come back, in the desktop', async () => {
  const site = await openSettingsSite()
  const { application, page } = await openDesktop(site.data)
  try {
    await settingsDay(site, { name: 'desktop', page })
  } finally {
    await application.close()
    await site.close()
  }
})
