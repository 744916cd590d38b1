import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { applicationMenu, type MenuActions } from '../../../main/electron/menu/application-menu.ts'
import { PANEL_LIST } from '../../../renderer/app/panels.ts'
import type { DesktopCommand } from '../../../shared/desktop/desktop-contract.ts'

function menuOn(platform: NodeJS.Platform) {
  const asked: DesktopCommand[] = []
  const nothing = () => {}
  const actions: MenuActions = {
    open: nothing,
    ask: (command) => asked.push(command),
    openEml: nothing,
    showDataFolder: nothing,
    openInBrowser: nothing,
    openDocumentation: nothing,
    checkForUpdates: nothing,
  }
  return { asked, menu: applicationMenu(actions, { platform, isPackaged: true }) }
}

type Item = ReturnType<typeof applicationMenu>[number]

const items = (menu: Item[], label: string) =>
  (menu.find((item) => item.label === label)?.submenu ?? []) as Item[]

test('macOS has its own menu with About, Preferences and Services; the others have them in Help and Edit', () => {
  const mac = menuOn('darwin').menu
  expect(items(mac, 'Mailroom').map(({ label, role }) => label ?? role)).toEqual(
    expect.arrayContaining(['About Mailroom', 'Preferences…', 'services']),
  )
  expect(items(mac, '&Edit').map(({ label }) => label)).not.toContain('Preferences…')
  const linux = menuOn('linux').menu
  expect(linux.map(({ label }) => label)).toEqual(['&File', '&Edit', '&View', '&Go', '&Help'])
  expect(items(linux, '&Edit').map(({ label }) => label)).toContain('Preferences…')
  expect(items(linux, '&Help').map(({ label }) => label)).toContain('About Mailroom')
})

test('Go leads to every panel, by the same digits as the window', () => {
  const { menu, asked } = menuOn('win32')
  const go = items(menu, '&Go')
  expect(go.map(({ label }) => label)).toEqual(PANEL_LIST.map(({ label }) => label()))
  expect(go[1]?.accelerator).toBe('CmdOrCtrl+2')
  const click = go[1]?.click as (() => void) | undefined
  click?.()
  expect(asked).toEqual([{ kind: 'place', place: { panel: 'queue', item: null, params: {} } }])
})

test('no text from outside comes into the menu or the title of the window: every word is of the catalogue', async () => {
  const catalogue: Record<string, string> = JSON.parse(
    await readFile('renderer/text/catalogue/en.json', 'utf8'),
  )
  const labels = (item: Item): string[] => [
    ...(item.label === undefined ? [] : [item.label]),
    ...(Array.isArray(item.submenu) ? item.submenu.flatMap(labels) : []),
  ]
  const shown = (['darwin', 'linux', 'win32'] as const).flatMap((platform) =>
    menuOn(platform).menu.flatMap(labels),
  )
  expect(shown.length).toBeGreaterThan(60)
  expect(shown.filter((label) => label !== 'Mailroom' && !(label in catalogue))).toEqual([])
  const titled: string[] = []
  for (const folder of ['main', 'renderer'])
    for (const file of await readdir(folder, { recursive: true }))
      if (/\.tsx?$/.test(file)) {
        const source = await readFile(join(folder, file), 'utf8')
        // The title of the tray on macOS is a count.
        if (/document\.title|\.setTitle\(|\.setRepresentedFilename\(/.test(source)) titled.push(file)
      }
  expect(titled).toEqual(['electron/tray/tray-icon.ts'])
})
