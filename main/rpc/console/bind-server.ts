import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from '../../engine/ports.ts'

export interface Bound {
  /** As a browser on this computer writes it. */
  readonly host: string
  readonly port: number
}

/**
 * Binds the console. A port that is taken or not allowed must not keep the mail from flowing: the system chooses
 * another, and the log says so. Throws where the address itself cannot be bound.
 */
export async function bindServer(
  server: Server,
  wanted: { readonly host: string; readonly port: number },
  logger: Logger,
): Promise<Bound> {
  try {
    await listen(server, wanted.host, wanted.port)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if ((code !== 'EADDRINUSE' && code !== 'EACCES') || wanted.port === 0) throw error
    await listen(server, wanted.host, 0)
    const { port } = server.address() as AddressInfo
    const why =
      code === 'EADDRINUSE' ? 'is taken by another program' : 'needs rights that Mailroom does not have'
    logger.warn(`Port ${wanted.port} for the web console ${why}; it is at port ${port} this time.`)
  }
  const { address, port } = server.address() as AddressInfo
  if (!isLoopback(address))
    logger.warn(
      'The web console can be reached from other computers, without TLS: put a proxy with TLS in front.',
      {
        address,
      },
    )
  return { host: reachable(address), port }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen({ host, port })
  await once(server, 'listening')
}

function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1'
  return address === '::' ? '::1' : address
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1'
}
