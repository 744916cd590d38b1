/**
 * All that the page can reach of the desktop: a port to the engine. Nothing is exposed; the page asks by a message to its
 * own window and gets the port by one.
 */
import { ipcRenderer } from 'electron'

window.addEventListener('message', (event) => {
  if (event.source === window && isRecord(event.data) && event.data.kind === 'mailroom-connect')
    ipcRenderer.send('mailroom-connect')
})

// The port is of this very page: "*" reaches no other, and file-like origins have no name to give instead.
ipcRenderer.on('mailroom-port', (event) =>
  window.postMessage({ kind: 'mailroom-port' }, '*', [...event.ports]),
)
ipcRenderer.on('mailroom-engine', (_event, state: unknown) =>
  window.postMessage({ kind: 'mailroom-engine', state }, '*'),
)

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
