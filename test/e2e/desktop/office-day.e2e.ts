import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { officeDay } from '../support/office-day.ts'
import { startAgain } from '../support/open-desktop.ts'
import { relayDay } from '../support/relay-day.ts'
import { openSite, type Site } from '../support/site.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

let site: Site
let application: ElectronApplication

test.beforeEach(async () => {
  site = await openSite()
  application = await launch(site.data)
})

test.afterEach(async () => {
  await application.close()
  await site.close()
})

test('a day in the office, in the desktop application', async () => {
  test.setTimeout(180_000)
  await officeDay(site, {
    name: 'desktop',
    page: await firstWindow(application),
    async restart() {
      await application.close()
      application = await launch(site.data)
      return firstWindow(application)
    },
  })
})

test('a relay that an office can rely on, in the desktop application', async () => {
  test.setTimeout(180_000)
  await relayDay(site, { name: 'desktop', page: await firstWindow(application) })
})

test('a second start raises the first window and ends', async () => {
  await firstWindow(application)
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  await startAgain(application, '--data', site.data)
  await expect
    .poll(() => application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
    .toBe(1)
})

test('the window can do nothing but talk to the engine', async () => {
  const page = await firstWindow(application)
  const preferences = await application.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    // Not in Electron's types.
    const contents = window?.webContents as { getLastWebPreferences?(): Record<string, unknown> } | undefined
    return contents?.getLastWebPreferences?.()
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
  })
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined')
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true)
  // Asked in the main process: Playwright's page would wait for the navigation that is denied.
  await page.evaluate(() => location.assign('https://example.com/'))
  const shown = () =>
    application.evaluate(({ webContents }) => webContents.getAllWebContents().map((it) => it.getURL()))
  await expect.poll(shown).toEqual([expect.stringMatching(/^mailroom:\/\/window\//)])
})

/** MAILROOM_ELECTRON names the Electron that was found for this machine: see playwright.config.ts. */
function launch(data: string): Promise<ElectronApplication> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return _electron.launch({
    ...(process.env.MAILROOM_ELECTRON ? { executablePath: process.env.MAILROOM_ELECTRON } : {}),
    args: [...sandbox, '--disable-gpu', root, '--data', data],
  })
}

async function firstWindow(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow()
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
  return page
}
