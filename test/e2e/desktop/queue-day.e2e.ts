import { test } from '@playwright/test'
import { openDesktop, savedInDesktop } from '../support/open-desktop.ts'
import { openQueueSite, queueDay } from '../support/queue-day.ts'

test('mail that waits is found, undone, sent another way and read, in the desktop', async () => {
  const site = await openQueueSite()
  const { application, page } = await openDesktop(site.data)
  try {
    await queueDay(site, {
      name: 'desktop',
      page,
      saved: (act) => savedInDesktop(application, site.data, act),
    })
  } finally {
    await application.close()
    await site.close()
  }
})
