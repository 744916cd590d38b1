/**
 * The desktop's bridge. The page asks for a port with {kind:'mailroom-connect'}; the preload answers with
 * {kind:'mailroom-port'} and the port, and tells with {kind:'mailroom-engine', state} when the engine restarts.
 * A port does not notice that its engine died, so that message is what ends a connection.
 */

import { RPCLink } from '@orpc/client/message-port'
import { t } from '../text/t.ts'
import type { Bridge } from './bridge.ts'
import { type Connection, createReconnectingBridge, type Transport } from './reconnecting-bridge.ts'

/** How long the preload may take; the engine is forked meanwhile. */
const PORT_TIMEOUT_MS = 15_000

export function createMessagePortBridge(page: Window): Bridge {
  return createReconnectingBridge(messagePortTransport(page))
}

function messagePortTransport(page: Window): Transport {
  const requestPort = portRequests(page)
  return {
    async connect() {
      return openConnection(page, await requestPort())
    },
    onRetryHint: (listener) =>
      onPreloadMessage(page, (data) => {
        if (data.kind === 'mailroom-engine' && data.state === 'running') listener()
      }),
  }
}

type PreloadMessage =
  | { readonly kind: 'mailroom-port'; readonly port: MessagePort }
  | { readonly kind: 'mailroom-engine'; readonly state: string }

/**
 * Asks for a port. Each question is answered with one port, perhaps after a while: a second try meanwhile takes over the
 * question of the first. Otherwise both would get the same port, and the try that came too late would close it.
 */
function portRequests(page: Window): () => Promise<MessagePort> {
  let asking: { resolve(port: MessagePort): void; reject(error: Error): void } | null = null
  return () =>
    new Promise((resolve, reject) => {
      const isAsked = asking !== null
      asking?.reject(new Error('Asked anew.'))
      asking = { resolve, reject }
      if (isAsked) return
      const settle = () => {
        clearTimeout(timeout)
        forget()
        const last = asking
        asking = null
        return last
      }
      const forget = onPreloadMessage(page, (message) => {
        if (message.kind === 'mailroom-port') settle()?.resolve(message.port)
      })
      const timeout = setTimeout(
        () => settle()?.reject(new Error('The mail engine did not answer.')),
        PORT_TIMEOUT_MS,
      )
      page.postMessage({ kind: 'mailroom-connect' }, '*')
    })
}

function openConnection(page: Window, port: MessagePort): Connection {
  let end = (_reason: string) => {}
  const closed = new Promise<string>((resolve) => {
    end = resolve
  })
  const forget = onPreloadMessage(page, (message) => {
    if (message.kind === 'mailroom-engine' && message.state !== 'running')
      end(t('The mail engine was stopped and is started again.'))
  })
  port.addEventListener('close', () => end(t('The connection to the mail engine was closed.')))
  port.start()
  void closed.then(() => {
    forget()
    port.close()
  })
  return { link: new RPCLink({ port }), closed, close: () => end(t('The window closed the connection.')) }
}

/** Only what this very page posted to itself counts: the preload shares its window, nothing else may. */
function onPreloadMessage(page: Window, listener: (message: PreloadMessage) => void): () => void {
  const receive = (event: MessageEvent<unknown>) => {
    if (event.source !== page || typeof event.data !== 'object' || event.data === null) return
    const { kind, state } = event.data as { kind?: unknown; state?: unknown }
    const port = event.ports[0]
    if (kind === 'mailroom-port' && port) listener({ kind, port })
    if (kind === 'mailroom-engine' && typeof state === 'string') listener({ kind, state })
  }
  page.addEventListener('message', receive)
  return () => page.removeEventListener('message', receive)
}
