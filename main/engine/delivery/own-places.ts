/** Is a next hop this very Mailroom? Mail that went there would come back (RFC 5321 §5.1, §6.3). Pure. */
import { isIPv6 } from 'node:net'
import type { Listener } from '../../../shared/domain/config.ts'

export interface OwnPlaces {
  /** The configured name, and the EHLO name of the route. */
  readonly names: readonly string[]
  readonly listeners: readonly Pick<Listener, 'enabled' | 'host' | 'port'>[]
  /** Of this computer's interfaces. */
  readonly addresses: () => readonly string[]
}

/** By name, or by an address and port where a listener of ours waits. A private address alone is nobody's crime. */
export function isOurselves(
  own: OwnPlaces,
  hop: { readonly host: string; readonly addresses: readonly string[]; readonly port: number },
): boolean {
  const name = hop.host.toLowerCase().replace(/\.$/, '')
  if (own.names.some((ours) => ours.toLowerCase() === name)) return true
  const here = own.listeners.filter(({ enabled, port }) => enabled && port === hop.port)
  return here.some(({ host }) => hop.addresses.some((address) => listensOn(host, address, own.addresses)))
}

function listensOn(host: string, address: string, interfaces: () => readonly string[]): boolean {
  if (host === address) return true
  const all = host === '::' || (host === '0.0.0.0' && !isIPv6(address))
  return all && (isLoopback(address) || interfaces().includes(address))
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}
