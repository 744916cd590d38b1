import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test'

import type { SavedFile } from './open-console.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The desktop on a data folder, its window open and its engine running. MAILROOM_ELECTRON names its Electron: see playwright.config.ts. */
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
  await expect(page.getByRole('contentinfo')).toContainText(/\d+ listeners?/)
  return { application, page }
}

/** What the desktop saves by what is done, into a folder, as if its dialog had been answered so. */
export async function savedInDesktop(
  application: ElectronApplication,
  folder: string,
  act: () => Promise<void>,
): Promise<SavedFile> {
  // What is saved chunk by chunk asks where to by a dialog; the file has its name only when it is whole.
  // The answer of evaluate() would come with the download only: what is listening says so first.
  await application.evaluate(({ dialog, session }, into) => {
    const saved = new Promise<SavedFile>((resolve) => {
      dialog.showSaveDialog = (async (...asked: unknown[]) => {
        const options = asked.at(-1) as Electron.SaveDialogOptions
        const name = (options.defaultPath ?? '').split('/').at(-1) ?? ''
        resolve({ name, path: `${into}/${name}` })
        return { canceled: false, filePath: `${into}/${name}` }
      }) as typeof dialog.showSaveDialog
      session.defaultSession.once('will-download', (_event, item) => {
        const path = `${into}/${item.getFilename()}`
        item.setSavePath(path)
        item.once('done', () => resolve({ name: item.getFilename(), path }))
      })
    })
    Object.assign(globalThis, { saved })
  }, folder)
  await act()
  const file = await application.evaluate(
    () => (globalThis as unknown as { saved: Promise<SavedFile> }).saved,
  )
  await expect.poll(() => existsSync(file.path)).toBe(true)
  return file
}

/**
 * A second start on the same folder: hands its arguments to the first and ends. Not by Playwright, whose connection it
 * would cut while that is being made.
 */
export async function startAgain(application: ElectronApplication, ...args: string[]): Promise<void> {
  const [executable, environment] = await application.evaluate(
    () => [process.execPath, { ...process.env } as Record<string, string>] as const,
  )
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const second = spawn(executable, [...sandbox, '--disable-gpu', root, ...args], {
    env: environment,
    stdio: 'ignore',
  })
  await once(second, 'exit')
}
