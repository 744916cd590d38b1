import { join } from 'node:path'
import type { Page } from '@playwright/test'

/** MAILROOM_SCREENSHOTS=docs/screenshots renews those of the documentation. */
const folder = process.env.MAILROOM_SCREENSHOTS ?? 'test-results/screenshots'

/** One picture of what is there, in both themes: the window follows the system unless somebody chose. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await showNotes(page, false)
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`), animations: 'disabled' })
  }
  await showNotes(page, true)
}

/** Notes of what was just done would lie over the picture. Not by a style sheet, which the page's policy forbids. */
async function showNotes(page: Page, shown: boolean): Promise<void> {
  await page.getByRole('region', { name: 'Notifications', includeHidden: true }).evaluateAll(
    (regions, visibility) => {
      for (const region of regions) (region as HTMLElement).style.visibility = visibility
    },
    shown ? '' : 'hidden',
  )
}
