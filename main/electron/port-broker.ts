/**
 * Hands windows their port to the engine. Only the main frame of our own page gets one, and a page may ask again: after
 * a reload, and after the engine was started anew.
 */
import { BrowserWindow, type IpcMainEvent, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import type { EngineState } from './engine-supervisor.ts'

export interface PortBroker {
  /** Tells every window how the engine is. */
  announce(state: EngineState): void
}

export function brokerPorts(
  isOurs: (url: string) => boolean,
  connect: (port: MessagePortMain) => boolean,
  state: () => EngineState,
): PortBroker {
  ipcMain.on('mailroom-connect', (event) => {
    if (isTrusted(event, isOurs)) handOut(event, connect, state)
  })
  return {
    announce(next) {
      for (const window of BrowserWindow.getAllWindows())
        if (!window.webContents.isDestroyed()) window.webContents.send('mailroom-engine', next)
    },
  }
}

function isTrusted({ sender, senderFrame }: IpcMainEvent, isOurs: (url: string) => boolean): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOurs(senderFrame.url)
}

/** Without an engine there is no port: the page hears the state and asks again when it runs. */
function handOut(
  { sender, senderFrame }: IpcMainEvent,
  connect: (port: MessagePortMain) => boolean,
  state: () => EngineState,
): void {
  const { port1, port2 } = new MessageChannelMain()
  if (connect(port1)) senderFrame?.postMessage('mailroom-port', null, [port2])
  else sender.send('mailroom-engine', state())
}
