/**
 * Hands windows their ports: one to the engine, one to the desktop. Only the main frame of our own page gets any, and a
 * page may ask again: after a reload, and after the engine was started anew. Who asks while no engine runs gets its port
 * when one does.
 */
import { BrowserWindow, type IpcMainEvent, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import type { EngineState } from './engine-supervisor.ts'

export interface PortBroker {
  /** Tells every window how the engine is. */
  announce(state: EngineState): void
}

export interface PortBrokerOptions {
  readonly isOurs: (url: string) => boolean
  readonly connectEngine: (port: MessagePortMain) => boolean
  readonly connectDesktop: (port: MessagePortMain) => void
  readonly state: () => EngineState
}

export function brokerPorts({ isOurs, connectEngine, connectDesktop, state }: PortBrokerOptions): PortBroker {
  const waiting = new Map<number, IpcMainEvent>()

  ipcMain.on('mailroom-connect', (event) => {
    if (!isTrusted(event, isOurs)) return
    if (state() === 'running') handOut(event, 'mailroom-port', connectEngine)
    else waiting.set(event.sender.id, event)
  })
  ipcMain.on('mailroom-connect-desktop', (event) => {
    if (!isTrusted(event, isOurs)) return
    handOut(event, 'mailroom-desktop-port', (port) => {
      connectDesktop(port)
      return true
    })
  })

  return {
    announce(next) {
      for (const window of BrowserWindow.getAllWindows())
        if (!window.webContents.isDestroyed()) window.webContents.send('mailroom-engine', next)
      if (next !== 'running') return
      const asked = [...waiting.values()]
      waiting.clear()
      for (const event of asked)
        if (!event.sender.isDestroyed() && isTrusted(event, isOurs))
          handOut(event, 'mailroom-port', connectEngine)
    },
  }
}

/** Asked again at the time of handing out: the frame may have gone or been led elsewhere meanwhile. */
function isTrusted({ sender, senderFrame }: IpcMainEvent, isOurs: (url: string) => boolean): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOurs(senderFrame.url)
}

function handOut(
  { senderFrame }: IpcMainEvent,
  channel: 'mailroom-port' | 'mailroom-desktop-port',
  connect: (port: MessagePortMain) => boolean,
): void {
  const { port1, port2 } = new MessageChannelMain()
  if (connect(port1)) senderFrame?.postMessage(channel, null, [port2])
  else port1.close()
}
