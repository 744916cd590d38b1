import { Resolver } from 'node:dns/promises'
import type { DnsResolver } from '../engine/ports.ts'

/** Milliseconds and tries for one query; the whole lookup stays below the connect time-out of delivery. */
const QUERY = { timeout: 3_000, tries: 3 } as const

/**
 * DNS through Node's own resolver. An empty list of servers means the system's; others are "address" or
 * "address:port", IPv6 in brackets. Throws ERR_INVALID_IP_ADDRESS for a server that is not an address.
 */
export function createNodeDnsResolver(servers: readonly string[]): DnsResolver {
  const resolver = new Resolver(QUERY)
  if (servers.length > 0) resolver.setServers([...servers])
  return {
    resolve4: (name) => resolver.resolve4(name),
    resolve6: (name) => resolver.resolve6(name),
    resolveMx: (name) => resolver.resolveMx(name),
  }
}
