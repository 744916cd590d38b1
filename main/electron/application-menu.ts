import { Menu, type MenuItemConstructorOptions, shell } from 'electron'

export interface MenuActions {
  readonly dataFolder: string
  readonly open: () => void
  readonly openInBrowser: () => void
}

export function setApplicationMenu(actions: MenuActions, isPackaged: boolean): void {
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  const development: MenuItemConstructorOptions[] = isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      {
        label: '&File',
        submenu: [
          { label: 'Open Mailroom', accelerator: 'CmdOrCtrl+N', click: actions.open },
          { label: 'Show data folder', click: () => showFolder(actions.dataFolder) },
          { label: 'Open in the browser', click: actions.openInBrowser },
          { type: 'separator' },
          { role: 'close', label: 'Close window' },
          { role: 'quit', label: 'Quit (mail stops)' },
        ],
      },
      { role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { type: 'separator' },
          { role: 'togglefullscreen' },
          ...development,
        ],
      },
      { role: 'windowMenu' },
    ]),
  )
}

function showFolder(folder: string): void {
  void shell.openPath(folder).then((problem) => {
    if (problem !== '') console.error(`The folder ${folder} could not be opened: ${problem}`)
  })
}
