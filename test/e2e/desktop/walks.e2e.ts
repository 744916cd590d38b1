import { test } from '@playwright/test'
import { openDesktop, savedInDesktop } from '../support/open-desktop.ts'
import { WALKS } from '../support/walks.ts'

for (const { title, open, walk } of WALKS)
  test(`${title}, in the desktop`, async () => {
    const site = await open()
    const { application, page } = await openDesktop(site.data)
    try {
      await walk(site, {
        name: 'desktop',
        page,
        saved: (act) => savedInDesktop(application, site.data, act),
      })
    } finally {
      await application.close()
      await site.close()
    }
  })
