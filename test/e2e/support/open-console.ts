import { type Browser, expect, type Page } from '@playwright/test'
import type { MailroomProcess } from '../../support/mailroom-process.ts'

/** The web console, signed in, as large as the window begins. */
export async function openConsole(browser: Browser, { ready }: MailroomProcess): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${ready.console}#token=${ready.token}`)
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
  return page
}

export interface SavedFile {
  readonly name: string
  readonly path: string
}

/** What the browser saves by what is done. */
export async function savedInBrowser(page: Page, act: () => Promise<void>): Promise<SavedFile> {
  const download = page.waitForEvent('download')
  await act()
  const file = await download
  return { name: file.suggestedFilename(), path: await file.path() }
}
