/** What the desktop does around the window: menus, links, message files, start at login, preferences, a hidden start. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { startAgain } from '../support/open-desktop.ts'
import { openSite, type Site } from '../support/site.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

let site: Site
let application: ElectronApplication

test.beforeEach(async () => {
  site = await openSite()
})

test.afterEach(async () => {
  await application.close()
  await site.close()
})

test('the menu leads to panels, opens the palette, and About names the versions', async () => {
  application = await launch()
  const page = await firstWindow()
  await chooseMenu('Go', 'Routes')
  await expect(page.getByRole('heading', { name: 'Routes', level: 1 })).toBeVisible()
  await chooseMenu('View', 'Commands and search…')
  await page.getByRole('combobox', { name: 'Commands and search' }).fill('add acc')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/accounts\/new/)
  await chooseMenu('Help', 'About Mailroom')
  const about = page.getByRole('dialog', { name: 'About Mailroom' })
  await expect(about).toContainText(/Electron \d+/)
  await expect(about).toContainText('A development build looks for no updates.')
  await about.getByRole('button', { name: 'Licences of what is built in' }).click()
  await expect(about.getByText(/@orpc\/client/)).toBeVisible()
  await expect(about.getByText(/^better-sqlite3 /)).toBeAttached()
})

test('a link of a second start leads the first window there, and anything else leads nowhere', async () => {
  application = await launch()
  const page = await firstWindow()
  await secondStart('mailroom://open/queue?view=held')
  await expect(page).toHaveURL(/#\/queue\?view=held$/)
  await secondStart('mailroom://open/../settings')
  await secondStart('mailroom://window/nonsense')
  await expect(page).toHaveURL(/#\/queue\?view=held$/)
})

test('a message file that is opened with Mailroom is read in the window', async () => {
  const file = join(site.data, 'opened.eml')
  writeFileSync(file, 'From: anna@office.test\r\nTo: b@c.test\r\nSubject: Opened by hand\r\n\r\nHello\r\n')
  application = await launch(file)
  // The dialog may be there before the panels were ever seen.
  const page = await application.firstWindow()
  await expect(page.getByText('Opened by hand').first()).toBeVisible()
})

test('preferences are kept, and start at login is an entry that starts without a window', async () => {
  application = await launch()
  const page = await firstWindow()
  await chooseMenu('Edit', 'Preferences…')
  const dialog = page.getByRole('dialog', { name: 'Preferences of this computer' })
  await dialog.getByRole('switch', { name: 'Start when you sign in to this computer' }).click()
  await dialog.getByRole('switch', { name: 'A route is down' }).click()
  const stored = join(site.data, 'desktop', 'preferences.json')
  await expect.poll(() => existsSync(stored) && readFileSync(stored, 'utf8')).toContain('"route"')
  const [entry] = await application.evaluate(async () => {
    const { readdirSync, readFileSync: read } = process.getBuiltinModule('node:fs')
    const folder = `${process.env.XDG_CONFIG_HOME}/autostart`
    return readdirSync(folder).map((name) => read(`${folder}/${name}`, 'utf8'))
  })
  expect(entry).toMatch(/^Exec=.*"--hidden"$/m)
  expect(entry).toContain(site.data)
})

test('a hidden start has no window and mail flows; the next start shows one', async () => {
  application = await launch('--hidden')
  await expect.poll(() => site.submit({ subject: 'Without a window' }).catch(String)).toMatch(/^250/)
  expect(await windows()).toBe(0)
  await secondStart()
  await expect.poll(windows).toBe(1)
})

test('without the tray, closing the window quits in order', async () => {
  application = await launch()
  const page = await firstWindow()
  await chooseMenu('Edit', 'Preferences…')
  await page.getByRole('switch', { name: 'Go on in the tray when the window is closed' }).click()
  await expect
    .poll(() => readFileSync(join(site.data, 'desktop', 'preferences.json'), 'utf8'))
    .toContain('"closeToTray": false')
  const ended = new Promise((resolve) => application.process().once('exit', resolve))
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await ended
  expect(existsSync(join(site.data, 'engine.json'))).toBe(false)
})

test('zoom and place of the window are kept', async () => {
  application = await launch()
  await firstWindow()
  await application.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setBounds({ x: 20, y: 30, width: 1010, height: 660 })
    window?.webContents.setZoomLevel(1)
    window?.close()
  })
  await application.close()
  application = await launch()
  await firstWindow()
  await expect
    .poll(() =>
      application.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        return [window?.getBounds().width, window?.webContents.getZoomLevel()]
      }),
    )
    .toEqual([1010, 1])
})

function windows(): Promise<number> {
  return application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
}

/** As a person would, through the native menu. */
async function chooseMenu(menu: string, label: string): Promise<void> {
  await application.evaluate(
    ({ Menu }, [menuName, itemName]) => {
      const bare = (text: string) => text.replace(/&(?!&)/g, '')
      const found = Menu.getApplicationMenu()
        ?.items.find((item) => bare(item.label) === menuName)
        ?.submenu?.items.find((item) => bare(item.label) === itemName)
      if (!found) throw new Error(`There is no ${menuName} > ${itemName}.`)
      found.click()
    },
    [menu, label] as const,
  )
}

const secondStart = (...args: string[]) => startAgain(application, '--data', site.data, ...args)

async function firstWindow(): Promise<Page> {
  const page = await application.firstWindow()
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
  return page
}

/** MAILROOM_ELECTRON names the Electron that was found for this machine: see playwright.config.ts. */
function launch(...args: string[]): Promise<ElectronApplication> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return _electron.launch({
    ...(process.env.MAILROOM_ELECTRON ? { executablePath: process.env.MAILROOM_ELECTRON } : {}),
    args: [...sandbox, '--disable-gpu', root, '--data', site.data, ...args],
    env: { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: join(site.data, 'config-home') },
  })
}
