/** The desktop: one window, a tray, and an engine in a process of its own. */
import { join } from 'node:path'
import { app } from 'electron'
import { runDesktop } from './desktop/run-desktop.ts'
import { readLaunchArguments } from './launch-arguments.ts'
import { lockDown, refuseDebuggers } from './lock-down.ts'
import { registerWindowScheme, WINDOW_ORIGIN } from './window-protocol.ts'

const launch = readLaunchArguments(process.argv, process.cwd())
// Its own lock, window state and cache: an installation with another data folder is another application.
if (launch.data !== null) app.setPath('userData', join(launch.data, 'desktop'))
/** The development server of electron-vite, never in a packed application. */
const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL

registerWindowScheme()
lockDown(isOurs)
// From its archive: a package runs from nothing else (fuse OnlyLoadAppFromAsar).
if (app.getAppPath().endsWith('.asar')) refuseDebuggers(app.commandLine)
if (app.requestSingleInstanceLock())
  runDesktop({
    launch,
    folder: launch.data ?? join(app.getPath('userData'), 'data'),
    windowUrl: developmentUrl ?? `${WINDOW_ORIGIN}/`,
    isOurs,
  })
else app.quit()

function isOurs(url: string): boolean {
  if (developmentUrl !== undefined && new URL(url).origin === new URL(developmentUrl).origin) return true
  return url.startsWith(`${WINDOW_ORIGIN}/`)
}
