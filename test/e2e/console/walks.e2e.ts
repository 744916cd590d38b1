import { test } from '@playwright/test'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { openConsole, savedInBrowser } from '../support/open-console.ts'
import { WALKS } from '../support/walks.ts'

for (const { title, open, walk } of WALKS)
  test(`${title}, in the browser`, async ({ browser }) => {
    const site = await open()
    const mailroom = await MailroomProcess.start({ data: site.data })
    const page = await openConsole(browser, mailroom)
    try {
      await walk(site, { name: 'console', page, saved: (act) => savedInBrowser(page, act) })
    } finally {
      await mailroom.stop()
      await site.close()
    }
  })
