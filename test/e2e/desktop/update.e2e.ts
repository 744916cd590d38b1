/**
 * An update from a web server, as an AppImage gets it: found, told with its notes, fetched, checked, and started only
 * after mail has come to rest. The new version is a script that says what it saw.
 */
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, expect, test } from '@playwright/test'
import { screenshot } from '../support/screenshot.ts'
import { openSite, type Site } from '../support/site.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const electron = process.env.MAILROOM_ELECTRON ?? ''
test.skip(process.platform !== 'linux' || electron === '', 'replaces an AppImage, which only Linux has')

let site: Site
let feed: Server
let application: ElectronApplication

test.beforeEach(async () => {
  site = await openSite()
})

test.afterEach(async () => {
  await application.close().catch(() => undefined)
  feed.close()
  await site.close()
})

test('a new version is found, told, fetched, and started when mail has come to rest', async () => {
  const seen = join(site.data, 'seen-by-the-new-version')
  // While an engine runs, engine.json stands in its data folder.
  const next = `#!/bin/sh\nif [ -e "${site.data}/engine.json" ]; then echo running; else echo at rest; fi > "${seen}"\n`
  feed = await serveFeed(Buffer.from(next), createHash('sha512').update(next).digest('base64'))
  const appImage = join(site.data, 'Mailroom.AppImage')
  writeFileSync(appImage, '#!/bin/sh\n')
  chmodSync(appImage, 0o755)
  application = await launch(appImage)
  const page = await application.firstWindow()
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible()
  await page.getByRole('button', { name: /About Mailroom/ }).click()
  const updates = page.getByRole('region', { name: 'Updates' })
  await updates.getByRole('button', { name: 'Check now' }).click()
  await expect(updates).toContainText('Mailroom 9.9.9 is there.')
  await expect(updates).toContainText('Copiers are friendlier.')
  await screenshot(page, 'desktop-update')
  await updates.getByRole('button', { name: 'Download' }).click()
  await expect(updates).toContainText('Mailroom 9.9.9 is ready.')
  expect(existsSync(seen)).toBe(false)
  await updates.getByRole('button', { name: 'Restart to update' }).click()
  await expect.poll(() => existsSync(seen) && readFileSync(seen, 'utf8').trim()).toBe('at rest')
  expect(readFileSync(appImage, 'utf8')).toBe(next)
})

test('what was altered on its way is not installed', async () => {
  feed = await serveFeed(Buffer.from('#!/bin/sh\n'), createHash('sha512').update('another').digest('base64'))
  const appImage = join(site.data, 'Mailroom.AppImage')
  writeFileSync(appImage, '#!/bin/sh\n# the old one\n')
  application = await launch(appImage)
  const page = await application.firstWindow()
  await page.getByRole('button', { name: /About Mailroom/ }).click()
  const updates = page.getByRole('region', { name: 'Updates' })
  await updates.getByRole('button', { name: 'Check now' }).click()
  await updates.getByRole('button', { name: 'Download' }).click()
  await expect(updates).toContainText('The update could not be downloaded')
  await expect(updates.getByRole('button', { name: 'Restart to update' })).toBeHidden()
  expect(readFileSync(appImage, 'utf8')).toContain('the old one')
})

async function serveFeed(content: Buffer, sha512: string): Promise<Server> {
  const name = 'Mailroom-9.9.9.AppImage'
  const description = [
    'version: 9.9.9',
    'files:',
    `  - url: ${name}`,
    `    sha512: ${sha512}`,
    `    size: ${content.length}`,
    `path: ${name}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-11-22T12:00:00.000Z'",
    'releaseNotes: Copiers are friendlier.',
    '',
  ].join('\n')
  const server = createServer(({ url = '' }, response) => {
    const path = new URL(url, 'http://feed.test').pathname
    if (/^\/latest-linux.*\.yml$/.test(path)) response.end(description)
    else if (path === `/${name}`) response.end(content)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

/**
 * The Electron of this machine under another name and with resources of its own: so it takes itself for a package,
 * and finds the address of its updates where a package has it.
 */
function launch(appImage: string): Promise<ElectronApplication> {
  const folder = join(site.data, 'package')
  cpSync(dirname(electron), folder, {
    recursive: true,
    filter: (path) => path !== electron,
  })
  const executable = join(folder, 'mailroom-package')
  copyOrLink(electron, executable)
  const { port } = feed.address() as AddressInfo
  mkdirSync(join(folder, 'resources'), { recursive: true })
  writeFileSync(
    join(folder, 'resources', 'app-update.yml'),
    `provider: generic\nurl: http://127.0.0.1:${port}/\nupdaterCacheDirName: mailroom-updater\n`,
  )
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return _electron.launch({
    executablePath: executable,
    args: [...sandbox, '--disable-gpu', root, '--data', site.data],
    env: {
      ...(process.env as Record<string, string>),
      APPIMAGE: appImage,
      XDG_CONFIG_HOME: join(site.data, 'config-home'),
      XDG_CACHE_HOME: join(site.data, 'cache-home'),
    },
  })
}

/** The executable has some 180 MB; a second name for it costs nothing on the same file system. */
function copyOrLink(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    cpSync(from, to)
  }
}
