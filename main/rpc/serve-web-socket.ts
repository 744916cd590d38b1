import { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import type { RpcContext } from './context.ts'
import { router } from './router.ts'

/** Octets that may wait in a socket before the streams that write to it wait for the viewer. */
const HIGH_WATER = 1024 * 1024
const POLL_MS = 20

const handler = new RPCHandler<RpcContext>(router)

/** Serves one console over a WebSocket that was authorised before. Back-pressure of the socket slows its streams only. */
export async function serveWebSocket(socket: WebSocket, context: RpcContext): Promise<void> {
  socket.on('error', (error) =>
    context.engine.logger.warn('The connection of a web console broke.', { error }),
  )
  await handler.upgrade(withBackPressure(socket), { context })
}

/** oRPC awaits what send answers before it takes the next item of a stream. */
function withBackPressure(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const send = async (data: Parameters<WebSocket['send']>[0]): Promise<void> => {
    if (socket.readyState === socket.OPEN) socket.send(data)
    while (socket.readyState === socket.OPEN && socket.bufferedAmount > HIGH_WATER) await pause()
  }
  return {
    addEventListener: socket.addEventListener.bind(socket),
    send: send as unknown as WebSocket['send'],
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS))
}
