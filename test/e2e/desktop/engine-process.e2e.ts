import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, expect, test } from '@playwright/test'
import { openSite, type Site } from '../support/site.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

let site: Site

test.beforeEach(async () => {
  site = await openSite()
})

test.afterEach(() => site.close())

test('an engine that is killed is started again, the window finds it, and mail goes on', async () => {
  const application = await launch(site.data)
  const page = await application.firstWindow()
  const status = page.getByText('1 listener')
  await expect(status).toBeVisible()
  const before = enginePid(site.data)
  process.kill(before ?? 0, 'SIGKILL')
  await expect.poll(() => enginePid(site.data), { timeout: 30_000 }).not.toBe(before)
  await expect(status).toBeVisible()
  expect(await site.submit({ subject: 'After the crash' })).toMatch(/^250/)
  await application.close()
})

test('closing the window leaves the engine running, and Quit stops it in order', async () => {
  const application = await launch(site.data)
  await (await application.firstWindow()).getByText('1 listener').waitFor()
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  expect(await site.submit({ subject: 'With no window' })).toMatch(/^250/)
  const ended = new Promise((resolve) => application.process().once('exit', resolve))
  await application.evaluate(({ app }) => app.quit())
  await ended
  expect(existsSync(join(site.data, 'engine.json'))).toBe(false)
})

function enginePid(data: string): number | null {
  try {
    return (JSON.parse(readFileSync(join(data, 'engine.json'), 'utf8')) as { pid: number }).pid
  } catch {
    return null
  }
}

/** MAILROOM_ELECTRON names the Electron that was found for this machine: see playwright.config.ts. */
function launch(data: string): Promise<ElectronApplication> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return _electron.launch({
    ...(process.env.MAILROOM_ELECTRON ? { executablePath: process.env.MAILROOM_ELECTRON } : {}),
    args: [...sandbox, '--disable-gpu', root, '--data', data],
  })
}
