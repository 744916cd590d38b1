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
