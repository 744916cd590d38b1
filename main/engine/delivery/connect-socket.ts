import { connect, isIPv6, type LookupFunction, type Socket } from 'node:net'
import type { Clock } from '../ports.ts'

export interface ConnectRequest {
  /** Tried in this order; the next one starts when one fails or is slow (RFC 8305). */
  readonly addresses: readonly string[]
  readonly port: number
  /** For all of them together, in milliseconds. */
  readonly timeout: number
  readonly clock: Clock
  readonly signal: AbortSignal
  /** To connect from; of the same family as the addresses. */
  readonly localAddress?: string | undefined
}

/** A connected socket. Rejects with the system's error, ETIMEDOUT after the time-out, ABORT_ERR after an abort. */
export function connectSocket(request: ConnectRequest): Promise<Socket> {
  const { addresses, port, timeout, clock, signal, localAddress } = request
  const from = localAddress === undefined ? {} : { localAddress }
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError())
    const [first = '127.0.0.1'] = addresses
    const socket =
      addresses.length > 1
        ? connect({
            host: 'next-hop',
            port,
            lookup: answer(addresses),
            ...attempts(addresses, timeout),
            ...from,
          })
        : connect({ host: first, port, ...from })
    const fail = (error: Error) => {
      settle()
      socket.on('error', () => undefined)
      socket.destroy()
      reject(error)
    }
    const onAbort = () => fail(abortError())
    const cancelTimer = clock.after(timeout, () =>
      fail(Object.assign(new Error('connection timed out'), { code: 'ETIMEDOUT' })),
    )
    const settle = () => {
      cancelTimer()
      signal.removeEventListener('abort', onAbort)
      socket.removeAllListeners()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once('error', fail)
    socket.once('connect', () => {
      settle()
      socket.pause()
      resolve(socket)
    })
  })
}

/**
 * Node gives each address a quarter of a second, which is meant for a family that does not work. Where there is one
 * family only, each address gets its share of the time.
 */
function attempts(addresses: readonly string[], timeout: number) {
  const mixed = addresses.some(isIPv6) && !addresses.every(isIPv6)
  if (mixed) return { autoSelectFamily: true }
  return { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: Math.floor(timeout / addresses.length) }
}

function answer(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_host, _options, callback) => setImmediate(() => callback(null, all))
}

function abortError(): Error {
  return Object.assign(new Error('stopped'), { code: 'ABORT_ERR' })
}
