/**
 * Asks the preload for a port to Electron's main process, as the bridge asks for one to the engine. Only in the desktop;
 * a browser has nobody who answers.
 */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { DesktopClient } from '../../shared/desktop/desktop-contract.ts'

export function openDesktop(page: Window): Promise<DesktopClient | null> {
  if (!page.navigator.userAgent.includes('Electron/')) return Promise.resolve(null)
  return new Promise((resolve) => {
    const receive = (event: MessageEvent<unknown>) => {
      const port = event.ports[0]
      if (event.source !== page || !isDesktopPort(event.data) || !port) return
      page.removeEventListener('message', receive)
      const link = new RPCLink({ port })
      port.start()
      resolve(createORPCClient(link))
    }
    page.addEventListener('message', receive)
    page.postMessage({ kind: 'mailroom-connect-desktop' }, '*')
  })
}

function isDesktopPort(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'mailroom-desktop-port'
}
