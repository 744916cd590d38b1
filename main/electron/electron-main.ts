/** The desktop: one window, a tray, and an engine in a process of its own. */
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { app, BrowserWindow, dialog, shell, utilityProcess } from 'electron'
import { windowFolder } from '../engine-host/window-folder.ts'
import { setApplicationMenu } from './application-menu.ts'
import { createConsoleLink } from './console-link.ts'
import { type EngineState, superviseEngine } from './engine-supervisor.ts'
import { answerSecret, hasKeychain } from './keychain.ts'
import { denyPermissions, lockDown } from './lock-down.ts'
import { openMainWindow } from './main-window.ts'
import { notifyProblem } from './notify-problem.ts'
import { brokerPorts } from './port-broker.ts'
import { createTrayIcon, type TrayIcon } from './tray-icon.ts'
import { registerWindowScheme, serveWindow, WINDOW_ORIGIN } from './window-protocol.ts'

const data = dataArgument(process.argv)
// Its own lock, window state and cache: an installation with another data folder is another application.
if (data !== null) app.setPath('userData', join(data, 'desktop'))
const folder = data ?? join(app.getPath('userData'), 'data')
const assets = join(app.getAppPath(), 'assets')
/** The development server of electron-vite, never in a packed application. */
const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL

registerWindowScheme()
lockDown(isOurs)
if (app.requestSingleInstanceLock()) void app.whenReady().then(start)
else app.quit()

function start(): void {
  denyPermissions()
  serveWindow(windowFolder)
  let tray: TrayIcon | null = null
  let warned = false
  let quitting = false

  const supervisor = superviseEngine({
    fork: () =>
      utilityProcess.fork(fileURLToPath(new URL('./engine-process.js', import.meta.url)), [], {
        serviceName: 'Mailroom engine',
      }),
    folder,
    secrets: hasKeychain() ? 'host' : 'key-file',
    answerSecret,
    onState,
    onProblem: (text) => notifyProblem(text, showWindow),
    onStartFailure(message) {
      if (warned) return
      warned = true
      void explainFailure(message).then((again) => {
        warned = false
        if (!again) app.quit()
      })
    },
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds)
      return () => clearTimeout(timer)
    },
    now: () => Date.now(),
  })
  const broker = brokerPorts(isOurs, (port) => supervisor.connect(port), supervisor.state)

  function onState(state: EngineState): void {
    broker.announce(state)
    tray?.show(state)
  }

  tray = createTrayIcon(assets, { open: showWindow, quit: () => app.quit() })
  tray?.show('starting')
  setApplicationMenu({ dataFolder: folder, open: showWindow, openInBrowser }, app.isPackaged)
  supervisor.start()
  showWindow()

  app.on('second-instance', showWindow)
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    // With a tray the engine goes on without a window; without one nothing would show that it does.
    if (!tray && process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (quitting) return
    quitting = true
    event.preventDefault()
    void supervisor.stop().finally(() => app.quit())
  })
  // A session manager or a service manager that ends Mailroom waits for its end.
  process.on('SIGTERM', () => app.quit())
  process.on('SIGINT', () => app.quit())
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) {
    const url = developmentUrl ?? `${WINDOW_ORIGIN}/`
    openMainWindow({
      url,
      stateFile: join(app.getPath('userData'), 'window.json'),
      icon: join(assets, 'icon.png'),
    })
    return
  }
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function openInBrowser(): void {
  createConsoleLink(folder)
    .then((url) => shell.openExternal(url))
    .catch((error: unknown) =>
      dialog.showErrorBox('The window could not be opened in the browser', String(error)),
    )
}

async function explainFailure(message: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Mailroom',
    message: 'The mail engine could not start',
    detail: `${message}\n\nMailroom keeps trying. The log is in ${join(folder, 'engine.log')}.`,
    buttons: ['Keep trying', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 0
}

function isOurs(url: string): boolean {
  if (developmentUrl !== undefined && new URL(url).origin === new URL(developmentUrl).origin) return true
  return url.startsWith(`${WINDOW_ORIGIN}/`)
}

/** --data <folder>; everything else on the command line is Chromium's. */
function dataArgument(argv: readonly string[]): string | null {
  const { values } = parseArgs({
    args: [...argv.slice(1)],
    options: { data: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  })
  return typeof values.data === 'string' ? resolve(values.data) : null
}
