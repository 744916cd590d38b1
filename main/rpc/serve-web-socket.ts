import type { RawData, WebSocket } from 'ws'
import type { RpcContext } from './context.ts'
import { type Encoded, servePeer } from './serve-peer.ts'

/** Octets that may wait in a socket before the streams that write to it wait for the viewer. */
const HIGH_WATER = 1024 * 1024

/** Serves one console over a WebSocket that was authorised before. A slow one slows its own streams only. */
export function serveWebSocket(socket: WebSocket, context: RpcContext): void {
  const peer = servePeer((message) => sendPaced(socket, message), context)
  socket.on('message', (data: RawData, isBinary: boolean) =>
    peer.receive(isBinary ? octets(data) : String(data)),
  )
  socket.on('close', peer.close)
  socket.on('error', (error) =>
    context.engine.logger.warn('The connection of a web console broke.', { error }),
  )
}

/** ws calls back when the octets have left; below the mark nobody waits for that. */
function sendPaced(socket: WebSocket, message: Encoded): Promise<void> | void {
  if (socket.readyState !== socket.OPEN) return
  if (socket.bufferedAmount < HIGH_WATER) {
    socket.send(message)
    return
  }
  // An error means that the socket is closing, and its end aborts the stream.
  return new Promise((resolve) => socket.send(message, () => resolve()))
}

function octets(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
