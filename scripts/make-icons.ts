// `npm run icons`: renders assets/*.svg into the images that packaging and the tray use. Their results are committed,
// so only whoever changes an SVG needs a browser for this.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { root } from './build/build.ts'
import { encodeIcns, encodeIco } from './icon-files.ts'
import { findBrowser } from './test/find-browser.ts'
import { markIcon, markTemplate } from './tray-marks.ts'

const assets = join(root, 'assets')
const executablePath = await findBrowser()
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  await makeIcons(browser)
} finally {
  await browser.close()
}

async function makeIcons(browser: Browser): Promise<void> {
  const icon = await readFile(join(assets, 'icon.svg'), 'utf8')
  const tray = await readFile(join(assets, 'tray.svg'), 'utf8')
  const pngs = new Map<number, Buffer>()
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024])
    pngs.set(size, await render(browser, icon, size))
  const png = (size: number) => pngs.get(size) as Buffer
  await Promise.all([
    save('icon.png', png(1024)),
    save('icon.ico', encodeIco([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, png: png(size) })))),
    save(
      'icon.icns',
      encodeIcns([16, 32, 64, 128, 256, 512, 1024].map((size) => ({ size, png: png(size) }))),
    ),
    save('tray.png', png(16)),
    save('tray@2x.png', png(32)),
    // macOS recolours images of this name for its menu bar.
    save('trayTemplate.png', await render(browser, tray, 16)),
    save('trayTemplate@2x.png', await render(browser, tray, 32)),
  ])
  for (const mark of ['paused', 'problem'] as const)
    for (const [size, suffix] of [
      [16, ''],
      [32, '@2x'],
    ] as const) {
      await save(`tray-${mark}${suffix}.png`, await render(browser, markIcon(icon, mark), size))
      await save(`tray-${mark}Template${suffix}.png`, await render(browser, markTemplate(tray, mark), size))
    }
}

async function render(browser: Browser, svg: string, size: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`)
  const png = await page.screenshot({ omitBackground: true })
  await page.close()
  return png
}

async function save(name: string, content: Buffer): Promise<void> {
  await writeFile(join(assets, name), content)
}
