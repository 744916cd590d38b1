import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The desktop on a data folder, its window open. MAILROOM_ELECTRON names its Electron: see playwright.config.ts. */
export async function openDesktop(
  data: string,
): Promise<{ readonly application: ElectronApplication; readonly page: Page }> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const application = await _electron.launch({
    ...(process.env.MAILROOM_ELECTRON ? { executablePath: process.env.MAILROOM_ELECTRON } : {}),
    args: [...sandbox, '--disable-gpu', root, '--data', data],
    env: { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: join(data, 'config-home') },
  })
  const page = await application.firstWindow()
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
  return { application, page }
}
