/**
 * All that the page can reach of the desktop: a port to the engine and one to Electron's main process, each with its
 * contract. Nothing is exposed; the page asks by a message to its own window and gets the port by one.
 */
import { ipcRenderer } from 'electron'

const ASKED = ['mailroom-connect', 'mailroom-connect-desktop']
const HANDED_OUT = ['mailroom-port', 'mailroom-desktop-port']

window.addEventListener('message', (event) => {
  if (event.source !== window || !isRecord(event.data)) return
  const { kind } = event.data
  if (typeof kind === 'string' && ASKED.includes(kind)) ipcRenderer.send(kind)
})

// The ports are of this very page: "*" reaches no other, and file-like origins have no name to give instead.
for (const kind of HANDED_OUT)
  ipcRenderer.on(kind, (event) => window.postMessage({ kind }, '*', [...event.ports]))
ipcRenderer.on('mailroom-engine', (_event, state: unknown) =>
  window.postMessage({ kind: 'mailroom-engine', state }, '*'),
)

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
