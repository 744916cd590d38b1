import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@playwright/test'
import { checkAccessibility, leaveView } from '../support/check-accessibility.ts'
import { OPENINGS } from '../support/every-view.ts'
import { goTo } from '../support/office-day.ts'
import { openDesktop } from '../support/open-desktop.ts'
import { openSeededOffice } from '../support/seeded-office.ts'
import { watchPolicy } from '../support/watch-policy.ts'

/** The browser asks about every view; here each panel with what is open in it. */
const VIEWS: Readonly<Record<string, readonly string[]>> = {
  Overview: ['panel', 'about and licences', 'adding a device'],
  Queue: ['list', 'message, Journey', 'menu of a message'],
  Sessions: ['session'],
  'Relay rules': ['rule'],
  Routes: ['route'],
  Accounts: ['account'],
  Settings: ['General', 'Backup and restore'],
}

test('assistive technology finds its way in the desktop, in both themes, and the policy has nothing to stop', async () => {
  test.setTimeout(180_000)
  const data = await mkdtemp(join(tmpdir(), 'mailroom-e2e-'))
  const seeded = await openSeededOffice(data)
  await seeded.close()
  const { application, page } = await openDesktop(data)
  const policy = watchPolicy(page)
  // Anew: the page was there before its watch.
  await page.reload()
  try {
    for (const [panel, views] of Object.entries(VIEWS))
      for (const view of views) {
        await leaveView(page)
        await goTo(page, panel)
        await OPENINGS[panel]?.[view]?.(page)
        await checkAccessibility(page, `${panel}, ${view}`, [
          { colorScheme: 'light' },
          { colorScheme: 'dark' },
        ])
      }
    await policy.expectNothingStopped()
  } finally {
    await application.close()
    await rm(data, { recursive: true, force: true, maxRetries: 5 })
  }
})
