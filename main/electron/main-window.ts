import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, nativeTheme } from 'electron'
import { windowPreferences } from './window-preferences.ts'
import { keepWindowState, readWindowState } from './window-state.ts'

export interface MainWindowOptions {
  readonly url: string
  readonly stateFile: string
  readonly icon: string
}

const SIZE = { width: 1280, height: 800, minWidth: 960, minHeight: 640 } as const

/** The first colours of the page, so that nothing flashes. */
const BACKGROUND = { light: '#f7f7f8', dark: '#131417' } as const

/** The window, shown when its first picture is ready. */
export function openMainWindow({ url, stateFile, icon }: MainWindowOptions): BrowserWindow {
  const state = readWindowState(stateFile)
  const window = new BrowserWindow({
    ...SIZE,
    ...(state ? { x: state.x, y: state.y, width: state.width, height: state.height } : {}),
    title: 'Mailroom',
    icon,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: windowPreferences(
      fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
      app.isPackaged,
    ),
  })
  keepWindowState(window, stateFile)
  window.once('ready-to-show', () => {
    if (state?.maximized) window.maximize()
    if (state?.zoom) window.webContents.setZoomLevel(state.zoom)
    window.show()
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    // The engine goes on; the page begins anew.
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload()
  })
  window.loadURL(url).catch((error: unknown) => console.error('The window could not be loaded.', error))
  return window
}
