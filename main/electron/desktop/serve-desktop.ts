import { RPCHandler } from '@orpc/server/message-port'
import type { MessagePortMain } from 'electron'
import { createDesktopRouter, type DesktopHost } from './desktop-router.ts'

/** Answers the desktop's contract on the ports that windows get. */
export function serveDesktop(host: DesktopHost): (port: MessagePortMain) => void {
  const handler = new RPCHandler(createDesktopRouter(host))
  return (port) => {
    handler.upgrade(port)
    port.start()
  }
}
