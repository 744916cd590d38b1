/** What the window may not do, asserted in the running application: nothing here trusts what the source says. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { TestAuthority } from '../../support/test-certificate.ts'
import { openDesktop } from '../support/open-desktop.ts'
import {
  answersOfProtocol,
  globalsWithoutPreload,
  NOT_OF_THE_WINDOW,
  openedOutside,
  portsOfStranger,
  stubOutside,
} from '../support/window-under-test.ts'

let data = ''
let application: ElectronApplication
let page: Page

test.beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'mailroom-e2e-'))
  const desktop = await openDesktop(data)
  application = desktop.application
  page = desktop.page
})

test.afterAll(async () => {
  await application.close()
  await rm(data, { recursive: true, force: true, maxRetries: 5 })
})

test('the page lives in the sandbox, in a world of its own, without Node', async () => {
  const preferences = await application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as Electron.WebContents & {
      getLastWebPreferences(): Electron.WebPreferences
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  })
  // Electron leaves out some that are off.
  expect([preferences.nodeIntegrationInWorker ?? false, preferences.navigateOnDragDrop ?? false]).toEqual([
    false,
    false,
  ])
})

test('the preload puts nothing into the page: its names are those of a page without it', async () => {
  const own = await page.evaluate(() => Object.getOwnPropertyNames(globalThis))
  const bare = new Set(await globalsWithoutPreload(application, page))
  // Zod has two, for its settings; Playwright, which looks at the page, has its own.
  expect(own.filter((name) => !bare.has(name) && !name.startsWith('__playwright'))).toEqual([
    '__zod_globalConfig',
    '__zod_globalRegistry',
  ])
  const reach = 'require process Buffer module exports electron ipcRenderer'.split(' ')
  expect(own.filter((name) => reach.includes(name))).toEqual([])
})

test('only the main frame of the own page gets a port', async () => {
  expect(await portsOfStranger(application, 'about:blank')).toEqual([])
  expect(await portsOfStranger(application, 'data:text/html,<p>Another page</p>')).toEqual([])
  // What another window says to the page is no question of the page.
  const answers = await page.evaluate(async () => {
    const heard: string[] = []
    const listen = (event: MessageEvent<{ kind?: string }>) => heard.push(String(event.data?.kind))
    addEventListener('message', listen)
    const frame = document.body.appendChild(document.createElement('iframe'))
    for (const kind of ['mailroom-connect', 'mailroom-connect-desktop', 'mailroom-anything'])
      dispatchEvent(new MessageEvent('message', { data: { kind }, source: frame.contentWindow }))
    frame.remove()
    // This one is answered, and would be answered last.
    postMessage({ kind: 'mailroom-connect-desktop' }, '*')
    while (!heard.includes('mailroom-desktop-port')) await new Promise((resolve) => setTimeout(resolve))
    removeEventListener('message', listen)
    return heard.filter((kind) => kind.endsWith('-port'))
  })
  expect(answers).toEqual(['mailroom-desktop-port'])
})

test('a window never opens; the system is given addresses of https and nothing else', async () => {
  await stubOutside(application)
  const secure = ['https://provider.example/sign-in?x=1', 'https://provider.example:8443/']
  const others = [
    'http://provider.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:mailroom://window/1',
    'smb://h/s',
    'mailto:a@b.test',
    'ms-msdt:/id',
    'https://user:secret@provider.example/',
    'https:\\\\provider.example\\',
    'mailroom://window/',
    'about:blank',
  ]
  for (const address of [...others, ...secure])
    expect([address, await page.evaluate((url) => open(url), address)]).toEqual([address, null])
  await expect
    .poll(() => openedOutside(application))
    .toEqual(secure.concat('https://provider.example/').sort())
  expect(application.windows()).toHaveLength(1)
})

test('navigations, redirects and web views that ask Electron are told no', async () => {
  const prevented = await application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const ask = (name: string, url: string) => {
      let said = false
      const event = { url, preventDefault: () => (said = true) }
      ;(contents as unknown as NodeJS.EventEmitter).emit(name, event, {}, {})
      return said
    }
    return {
      navigate: ask('will-navigate', 'https://evil.example/'),
      frame: ask('will-frame-navigate', 'file:///etc/passwd'),
      redirect: ask('will-redirect', 'mailroom://window.evil.example/'),
      webview: ask('will-attach-webview', ''),
      own: ask('will-navigate', 'mailroom://window/'),
    }
  })
  expect(prevented).toEqual({ navigate: true, frame: true, redirect: true, webview: true, own: false })
})

test('no permission is given but to copy, whether it is asked for or looked up', async () => {
  const asked = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'persistent-storage',
    ]
    const looked = names.map(async (name) => {
      try {
        return (await navigator.permissions.query({ name: name as PermissionName })).state
      } catch {
        return 'denied'
      }
    })
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    )
    const place = await new Promise<string>((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        ({ code }) => resolve(code === 1 ? 'denied' : String(code)),
      ),
    )
    const screen = await navigator.mediaDevices.getDisplayMedia().then(
      () => 'granted',
      () => 'denied',
    )
    return {
      looked: [...new Set(await Promise.all(looked))],
      media,
      place,
      screen,
      notify: Notification.permission,
    }
  })
  expect(asked).toEqual({
    looked: ['denied'],
    media: 'denied',
    place: 'denied',
    screen: 'denied',
    notify: 'denied',
  })
})

test('a certificate that nobody vouches for is never waved through', async () => {
  const { cert, key } = await (await TestAuthority.create()).issue({ names: ['127.0.0.1'] })
  const server = createServer({ cert, key }, (_request, response) => response.end('read'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const answer = await application.evaluate(async ({ BrowserWindow, session }, url) => {
    const window = new BrowserWindow({ show: false })
    const loaded = await window.loadURL(url).then(() => 'loaded', String)
    window.destroy()
    return [loaded, await session.defaultSession.fetch(url).then(() => 'read', String)]
  }, `https://127.0.0.1:${port}/`)
  server.close()
  expect(answer).toEqual([expect.stringContaining('ERR_CERT_'), expect.stringContaining('ERR_CERT_')])
})

test('the protocol of the window answers with files of the window and nothing else', async () => {
  expect(await answersOfProtocol(application, NOT_OF_THE_WINDOW)).toEqual(
    NOT_OF_THE_WINDOW.map((url) => [url, 404, '']),
  )
  const [[, status, text] = []] = await answersOfProtocol(application, ['mailroom://window/'])
  expect(status).toBe(200)
  expect(text).toContain('<title>Mailroom</title>')
})

test('the page leads nowhere else: not by a link, a form, a script, a frame or the disk', async () => {
  const address = page.url()
  const tried = await page.evaluate(() => {
    const targets = [
      'https://evil.example/',
      'http://127.0.0.1:1/',
      'file:///etc/passwd',
      'data:text/html,x',
      'mailroom://other/',
    ]
    for (const target of targets) {
      const link = document.createElement('a')
      link.href = target
      link.click()
      const frame = document.body.appendChild(document.createElement('iframe'))
      frame.src = target
      const form = document.body.appendChild(document.createElement('form'))
      form.action = target
      form.submit()
      form.remove()
    }
    return targets.length
  })
  expect(tried).toBe(5)
  const within = page.frames().slice(1)
  expect(within.map((frame) => frame.url()).filter((url) => !/^(about:|chrome-error:|$)/.test(url))).toEqual(
    [],
  )
  await page.evaluate(() => {
    for (const frame of document.querySelectorAll('body > iframe')) frame.remove()
  })
  expect(
    await page.evaluate(() =>
      Promise.all(
        ['file:///etc/passwd', 'https://evil.example/', 'mailroom://other/'].map((url) =>
          fetch(url).then(
            () => 'read',
            () => 'refused',
          ),
        ),
      ),
    ),
  ).toEqual(['refused', 'refused', 'refused'])
  // Not by a locator, which would wait for the end of a navigation that was forbidden.
  expect(await page.evaluate(() => document.querySelector('nav')?.ariaLabel)).toBe('Panels')
  expect(await page.evaluate(() => location.href)).toBe(address)
})
