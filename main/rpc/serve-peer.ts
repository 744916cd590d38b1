/**
 * One caller over any two-way channel of messages: a window's MessagePort, a console's WebSocket. A channel adapts to
 * two members, receive and close; what it cannot carry faster than it comes waits in `send`.
 */
import { StandardRPCHandler } from '@orpc/server/standard'
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer'
import { ServerPeer } from '@orpc/standard-server-peer'
import type { RpcContext } from './context.ts'
import { router } from './router.ts'

/** Text, or octets where a file is carried. */
export type Encoded = string | Uint8Array<ArrayBuffer>

export interface ServedPeer {
  /** A message of the caller. What nobody can read is passed over; the first one is logged, a flood is not. */
  receive(message: unknown): void
  /** The caller is gone: its calls are aborted and its streams end. */
  close(): void
}

const handler = new StandardRPCHandler<RpcContext>(router, {})

/** `send` resolves when more may be sent: streams wait for it. */
export function servePeer(send: (message: Encoded) => void | Promise<void>, context: RpcContext): ServedPeer {
  const peer = new ServerPeer(async (message) => send(message as Encoded))
  const handle = createServerPeerHandleRequestFn(handler, { context })
  let hasRefused = false
  const refuse = (error: unknown) => {
    if (hasRefused) return
    hasRefused = true
    context.engine.logger.warn('A caller sent something that could not be read.', {
      actor: context.actor,
      error,
    })
  }
  return {
    receive(message) {
      if (isEncoded(message)) peer.message(message, handle).catch(refuse)
      else refuse(new TypeError(`not a message: ${typeof message}`))
    },
    close: () => void peer.close(),
  }
}

function isEncoded(message: unknown): message is Encoded {
  return typeof message === 'string' || message instanceof Uint8Array
}
