import { test } from '@playwright/test'
import { openDesktop, savedInDesktop } from '../support/open-desktop.ts'
import { openSessionsSite, sessionsDay } from '../support/sessions-day.ts'

test('sessions are found, read, ended and shut out, in the desktop', async () => {
  const site = await openSessionsSite()
  const { application, page } = await openDesktop(site.data)
  try {
    await sessionsDay(site, {
      name: 'desktop',
      page,
      saved: (act) => savedInDesktop(application, site.data, act),
    })
  } finally {
    await application.close()
    await site.close()
  }
})
