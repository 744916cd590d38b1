/**
 * The browser console's bridge: a WebSocket to /rpc of the same origin, let in by the session cookie. A browser does
 * not tell why a WebSocket was refused, so one plain request asks whether there is a session.
 */

import { RPCLink } from '@orpc/client/websocket'
import { t } from '../text/t.ts'
import type { Bridge } from './bridge.ts'
import {
  type Connection,
  createReconnectingBridge,
  SignInRequired,
  type Timer,
  type Transport,
} from './reconnecting-bridge.ts'

export interface WebSocketBridgeOptions {
  /** ws: or wss: address of /rpc. */
  readonly url: string
  /** Resolves false where the server says that there is no session; rejects where it does not answer. */
  readonly hasSession: () => Promise<boolean>
  readonly open?: (url: string) => WebSocket
  readonly timer?: Timer
}

export function createWebSocketBridge(options: WebSocketBridgeOptions): Bridge {
  return createReconnectingBridge(webSocketTransport(options), options.timer)
}

function webSocketTransport({
  url,
  hasSession,
  open = (to) => new WebSocket(to),
}: WebSocketBridgeOptions): Transport {
  return {
    async connect() {
      if (!(await hasSession())) throw new SignInRequired(t('There is no session.'))
      return connection(await opened(open(url)))
    },
  }
}

function opened(socket: WebSocket): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socket), { once: true })
    socket.addEventListener('close', () => reject(new Error('The server did not accept the connection.')), {
      once: true,
    })
  })
}

function connection(socket: WebSocket): Connection {
  const closed = new Promise<string>((resolve) => {
    socket.addEventListener('close', (event) => resolve(event.reason || t('The connection was lost.')), {
      once: true,
    })
  })
  return { link: new RPCLink({ websocket: socket }), closed, close: () => socket.close() }
}

/** The console's own address as a WebSocket address. */
export function rpcUrl(location: Location): string {
  const url = new URL('/rpc', location.href)
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  url.hash = ''
  return url.href
}

/** 401: nobody is signed in here, or the session has ended. Any other answer says that trying is worth it. */
export async function askForSession(send: typeof fetch = fetch): Promise<boolean> {
  const response = await send('/session', { credentials: 'same-origin', cache: 'no-store' })
  return response.status !== 401
}
