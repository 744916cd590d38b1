/** What only Electron's main process can see of the window, or do to it. */
import type { ElectronApplication, Page } from '@playwright/test'

/** Remembers what would be opened in the system's browser, instead. */
export async function stubOutside(application: ElectronApplication): Promise<void> {
  await application.evaluate(({ shell }) => {
    const opened: string[] = []
    shell.openExternal = (url) => {
      opened.push(url)
      return Promise.resolve()
    }
    Object.assign(globalThis, { opened })
  })
}

export function openedOutside(application: ElectronApplication): Promise<string[]> {
  return application.evaluate(() => [...(globalThis as unknown as { opened: string[] }).opened].sort())
}

/** Names of a file of the same origin that runs nothing, in a window that is like any other. */
export async function globalsWithoutPreload(application: ElectronApplication, page: Page): Promise<string[]> {
  const sheet = await page.locator('link[rel="stylesheet"]').evaluate((link: HTMLLinkElement) => link.href)
  return application.evaluate(async ({ BrowserWindow }, style) => {
    const window = new BrowserWindow({ show: false })
    await window.loadURL(style)
    const names = await window.webContents.executeJavaScript('Object.getOwnPropertyNames(globalThis)')
    window.destroy()
    return names
  }, sheet)
}

/** A page that is not ours, with our preload: which ports it gets when it asks for them. */
export function portsOfStranger(application: ElectronApplication, address: string): Promise<string[]> {
  return application.evaluate(async ({ app, BrowserWindow, ipcMain }, url) => {
    const preload = `${app.getAppPath()}/out/preload/preload.cjs`
    const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
    await window.loadURL(url)
    const asked = Promise.all(
      ['mailroom-connect', 'mailroom-connect-desktop'].map(
        (name) => new Promise((resolve) => ipcMain.once(name, resolve)),
      ),
    )
    await window.webContents.executeJavaScript(`
      globalThis.heard = []
      globalThis.told = new Promise((resolve) => addEventListener('message', ({ data }) => {
        heard.push(data.kind)
        if (data.state === 'probe') resolve()
      }))
      for (const kind of ['mailroom-connect', 'mailroom-connect-desktop']) postMessage({ kind }, '*')
    `)
    await asked
    // A port would have been on its way before this.
    window.webContents.send('mailroom-engine', 'probe')
    const heard: string[] = await window.webContents.executeJavaScript('told.then(() => heard)')
    window.destroy()
    return heard.filter((kind) => kind.endsWith('-port'))
  }, address)
}

/** Ways out of the folder, to other hosts, and to what is no file. */
export const NOT_OF_THE_WINDOW: readonly string[] = [
  'mailroom://window/..%2f..%2fpackage.json',
  'mailroom://window/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
  'mailroom://window/%2e%2e%2f%2e%2e%2fpackage.json',
  'mailroom://window/..%5c..%5cpackage.json',
  'mailroom://window/assets/..%2f..%2f..%2fpackage.json',
  'mailroom://window/../../package.json',
  'mailroom://window//etc/passwd',
  'mailroom://window/%2fetc%2fpasswd',
  'mailroom://window/file:///etc/passwd',
  'mailroom://window/index.html%00.js',
  'mailroom://window/%ff',
  'mailroom://window/assets/',
  'mailroom://window/package.json',
  'mailroom://other/index.html',
  'mailroom://window.evil.example/index.html',
  'mailroom://evil.example/',
]

/** Address, status and text of each. */
export function answersOfProtocol(
  application: ElectronApplication,
  addresses: readonly string[],
): Promise<Array<[string, number, string]>> {
  return application.evaluate(
    ({ net }, urls) =>
      Promise.all(
        urls.map(async (url): Promise<[string, number, string]> => {
          const response = await net.fetch(url)
          return [url, response.status, await response.text()]
        }),
      ),
    [...addresses],
  )
}
