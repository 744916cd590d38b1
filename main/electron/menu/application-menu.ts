/** The native menu of each system, as a template: data, so that it can be looked at without a screen. */
import type { MenuItemConstructorOptions } from 'electron'
import type { DesktopCommand } from '../../../shared/desktop/desktop-contract.ts'
import type { Panel } from '../../../shared/place/place.ts'
import { say } from '../say.ts'

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
const panelNames = (): ReadonlyArray<readonly [Panel, string]> => [
  ['overview', say('Overview')],
  ['queue', say('Queue')],
  ['sessions', say('Sessions')],
  ['rules', say('Relay rules')],
  ['routes', say('Routes')],
  ['accounts', say('Accounts')],
  ['settings', say('Settings')],
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
      { label: say('Check for updates…'), click: actions.checkForUpdates },
      { type: 'separator' },
      preferences(actions),
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit', label: say('Quit Mailroom (mail stops)') },
    ],
  }
}

function fileMenu(actions: MenuActions, isMac: boolean): Item {
  return {
    label: say('&File'),
    submenu: [
      { label: say('Open Mailroom'), accelerator: 'CmdOrCtrl+N', click: actions.open },
      { label: say('Add a device…'), click: () => action(actions, 'add-device') },
      { label: say('Inspect a message file…'), accelerator: 'CmdOrCtrl+O', click: actions.openEml },
      { type: 'separator' },
      { label: say('Show data folder'), click: actions.showDataFolder },
      { label: say('Open in the browser'), click: actions.openInBrowser },
      { type: 'separator' },
      { role: 'close', label: say('Close window') },
      ...(isMac ? [] : [{ role: 'quit', label: say('Quit (mail stops)') } as const]),
    ],
  }
}

function editMenu(actions: MenuActions, isMac: boolean): Item {
  return {
    label: say('&Edit'),
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      { type: 'separator' },
      { label: say('Filter the list'), click: () => action(actions, 'filter') },
      ...(isMac ? [] : [preferences(actions)]),
    ],
  }
}

function viewMenu(actions: MenuActions, isPackaged: boolean): Item {
  const development: Item[] = isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }]
  return {
    label: say('&View'),
    submenu: [
      {
        label: say('Commands and search…'),
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
    label: say('&Go'),
    submenu: panelNames().map(([panel, label], index) => ({
      label,
      accelerator: `CmdOrCtrl+${index + 1}`,
      click: () => actions.ask({ kind: 'place', place: { panel, item: null, params: {} } }),
    })),
  }
}

function helpMenu(actions: MenuActions, isMac: boolean): Item {
  return {
    role: 'help',
    label: say('&Help'),
    submenu: [
      { label: say('Keyboard'), click: () => action(actions, 'shortcuts') },
      { label: say('Documentation'), click: actions.openDocumentation },
      { type: 'separator' },
      { label: say('Support bundle…'), click: () => action(actions, 'support-bundle') },
      ...(isMac
        ? []
        : [
            { label: say('Check for updates…'), click: actions.checkForUpdates },
            { type: 'separator' } as const,
            about(actions),
          ]),
    ],
  }
}

function about(actions: MenuActions): Item {
  return { label: say('About Mailroom'), click: () => action(actions, 'about') }
}

function preferences(actions: MenuActions): Item {
  return {
    label: say('Preferences…'),
    accelerator: 'CmdOrCtrl+,',
    click: () => action(actions, 'preferences'),
  }
}

function action(actions: MenuActions, name: Extract<DesktopCommand, { kind: 'action' }>['action']): void {
  actions.ask({ kind: 'action', action: name })
}
