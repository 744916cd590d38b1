/** What no page may do, ours or any other: leave, open windows, attach web views, ask for permissions. */
import { app, type CommandLine, type Session, session, shell } from 'electron'

/** `mayLoad` says which addresses are the window itself. */
export function lockDown(mayLoad: (url: string) => boolean): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault(): void; readonly url: string }) => {
      if (!mayLoad(event.url)) event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-frame-navigate', stay)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url)
      return { action: 'deny' }
    })
  })
}

/** After "ready". */
export function denyPermissions(target: Session = session.defaultSession): void {
  // Copying an id or an address is the one thing that the window does ask for.
  target.setPermissionRequestHandler((_contents, permission, callback) =>
    callback(permission === 'clipboard-sanitized-write'),
  )
  target.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write')
  target.setDevicePermissionHandler(() => false)
}

/**
 * Chromium's own debugger, which no fuse concerns: whoever reaches its port is the window. Before "ready", when Chromium
 * has not looked at these yet.
 */
export function refuseDebuggers(commandLine: CommandLine): void {
  for (const name of [
    'remote-debugging-port',
    'remote-debugging-pipe',
    'remote-debugging-address',
    'remote-allow-origins',
  ])
    commandLine.removeSwitch(name)
}

/**
 * Links of our own help, and the pages of a provider that somebody signs in at, open in the system's browser; nothing
 * that a message contains is a link here.
 */
function openOutside(url: string): void {
  if (!/^https:\/\/[\w.-]+(?::\d{1,5})?(?:\/|$)/.test(url)) return
  shell.openExternal(url).catch((error: unknown) => console.error('The link could not be opened.', error))
}
