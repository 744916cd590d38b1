import { test } from '@playwright/test'
import { firstRun } from '../support/first-run.ts'
import { openDesktop } from '../support/open-desktop.ts'
import { openSite } from '../support/site.ts'

test('from nothing to a message that arrives, in the desktop', async () => {
  const site = await openSite()
  const { application, page } = await openDesktop(site.data)
  try {
    await firstRun(site, { name: 'desktop', page })
  } finally {
    await application.close()
    await site.close()
  }
})
