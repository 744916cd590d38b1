/** The native menu of each system, as a template: data, so that it can be looked at without a screen. */
import type { MenuItemConstructorOptions } from 'electron'
import type { DesktopCommand } from '../../../shared/desktop/desktop-contract.ts'
import type { Panel } from '../../../shared/place/place.ts'

export interface MenuActions {
  readonly open: () => void
  /** Opens the window where it is closed, and has it do this. */
  readonly ask: (command: DesktopCommand) => void
  readonly openEml: () => void
  readonly showDataFolder: () => void
  readonly openInBrowser: () => void
  readonly openDocumentation: () => void
  readonly checkForUpdates: () => void
}

export interface MenuSystem {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
}

type Item = MenuItemConstructorOptions

/** In the order of the sidebar, which is also that of their digits. */
const PANEL_NAMES: ReadonlyArray<readonly [Panel, string]> = [
  ['overview', 'Overview'],
  ['queue', 'Queue'],
  ['sessions', 'Sessions'],
  ['rules', 'Relay rules'],
  ['routes', 'Routes'],
  ['accounts', 'Accounts'],
  ['settings', 'Settings'],
]

export function applicationMenu(actions: MenuActions, system: MenuSystem): Item[] {
  const isMac = system.platform === 'darwin'
  return [
    ...(isMac ? [macMenu(actions)] : []),
    fileMenu(actions, isMac),
    editMenu(actions, isMac),
    viewMenu(actions, system.isPackaged),
    goMenu(actions),
    ...(isMac ? [{ role: 'windowMenu' } as const] : []),
    helpMenu(actions, isMac),
  ]
}

function macMenu(actions: MenuActions): Item {
  return {
    label: 'Mailroom',
    role: 'appMenu',
    submenu: [
      about(actions),
      { label: 'Check for updates…', click: actions.checkForUpdates },
      { type: 'separator' },
      preferences(actions),
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit', label: 'Quit Mailroom (mail stops)' },
    ],
  }
}

function fileMenu(actions: MenuActions, isMac: boolean): Item {
  return {
    label: '&File',
    submenu: [
      { label: 'Open Mailroom', accelerator: 'CmdOrCtrl+N', click: actions.open },
      { label: 'Add a device…', click: () => action(actions, 'add-device') },
      { label: 'Inspect a message file…', accelerator: 'CmdOrCtrl+O', click: actions.openEml },
      { type: 'separator' },
      { label: 'Show data folder', click: actions.showDataFolder },
      { label: 'Open in the browser', click: actions.openInBrowser },
      { type: 'separator' },
      { role: 'close', label: 'Close window' },
      ...(isMac ? [] : [{ role: 'quit', label: 'Quit (mail stops)' } as const]),
    ],
  }
}

function editMenu(actions: MenuActions, isMac: boolean): Item {
  return {
    label: '&Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      { type: 'separator' },
      { label: 'Filter the list', click: () => action(actions, 'filter') },
      ...(isMac ? [] : [preferences(actions)]),
    ],
  }
}

function viewMenu(actions: MenuActions, isPackaged: boolean): Item {
  const development: Item[] = isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }]
  return {
    label: '&View',
    submenu: [
      {
        label: 'Commands and search…',
        accelerator: 'CmdOrCtrl+K',
        click: () => action(actions, 'palette'),
      },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...development,
    ],
  }
}

function goMenu(actions: MenuActions): Item {
  return {
    label: '&Go',
    submenu: PANEL_NAMES.map(([panel, label], index) => ({
      label,
      accelerator: `CmdOrCtrl+${index + 1}`,
      click: () => actions.ask({ kind: 'place', place: { panel, item: null, params: {} } }),
    })),
  }
}

function helpMenu(actions: MenuActions, isMac: boolean): Item {
  return {
    role: 'help',
    label: '&Help',
    submenu: [
      { label: 'Keyboard', click: () => action(actions, 'shortcuts') },
      { label: 'Documentation', click: actions.openDocumentation },
      { type: 'separator' },
      { label: 'Support bundle…', click: () => action(actions, 'support-bundle') },
      ...(isMac
        ? []
        : [
            { label: 'Check for updates…', click: actions.checkForUpdates },
            { type: 'separator' } as const,
            about(actions),
          ]),
    ],
  }
}

function about(actions: MenuActions): Item {
  return { label: 'About Mailroom', click: () => action(actions, 'about') }
}

function preferences(actions: MenuActions): Item {
  return {
    label: 'Preferences…',
    accelerator: 'CmdOrCtrl+,',
    click: () => action(actions, 'preferences'),
  }
}

function action(actions: MenuActions, name: Extract<DesktopCommand, { kind: 'action' }>['action']): void {
  actions.ask({ kind: 'action', action: name })
}
