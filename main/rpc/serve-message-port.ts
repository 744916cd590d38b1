import type { RpcContext } from './context.ts'
import { servePeer } from './serve-peer.ts'

/** Electron's MessagePortMain. */
interface EmitterPort {
  postMessage(message: unknown): void
  on(event: 'message' | 'close', listener: (event: { data?: unknown } | undefined) => void): unknown
}

/** A web port, and Node's. */
interface TargetPort {
  postMessage(message: unknown): void
  addEventListener(event: 'message' | 'close', listener: (event: { data?: unknown }) => void): void
}

export type ServablePort = EmitterPort | TargetPort

/** Serves one window over a MessagePort. The caller starts the port afterwards, where its kind asks for that. */
export function serveMessagePort(port: ServablePort, context: RpcContext): void {
  const peer = servePeer((message) => port.postMessage(message), context)
  const receive = (event: { data?: unknown } | undefined) => peer.receive(event?.data)
  if ('addEventListener' in port) {
    port.addEventListener('message', receive)
    port.addEventListener('close', peer.close)
  } else {
    port.on('message', receive)
    port.on('close', peer.close)
  }
}
