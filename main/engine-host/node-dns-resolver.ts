import { getServers } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import type { DnsResolver } from '../engine/ports.ts'
import type { DnsServerAddress } from './dns-exchange.ts'
import { lookUpDns, parseServerAddress } from './look-up-dns.ts'

/** Milliseconds and tries for one query; the whole lookup stays below the connect time-out of delivery. */
const QUERY = { timeout: 3_000, tries: 3 } as const

/**
 * DNS through Node's own resolver, and through our own questions where DNSSEC counts. An empty list of servers means
 * the system's; others are "address" or "address:port", IPv6 in brackets. What a server says of DNSSEC counts where
 * the administrator named it, or where it runs on this computer: the way to the system's other servers may be anybody's.
 * Throws ERR_INVALID_IP_ADDRESS for a server that is not an address.
 */
export function createNodeDnsResolver(servers: readonly string[]): DnsResolver {
  const resolver = new Resolver(QUERY)
  if (servers.length > 0) resolver.setServers([...servers])
  const configured = servers.map(parseServerAddress)
  return {
    resolve4: (name) => resolver.resolve4(name),
    resolve6: (name) => resolver.resolve6(name),
    resolveMx: (name) => resolver.resolveMx(name),
    resolveTxt: async (name) => (await resolver.resolveTxt(name)).map((strings) => strings.join('')),
    lookUp: (name, type) =>
      lookUpDns(
        {
          servers: configured.length > 0 ? configured : getServers().map(parseServerAddress),
          trusted: configured.length > 0 ? () => true : isOnThisComputer,
          ...QUERY,
        },
        name,
        type,
      ),
  }
}

function isOnThisComputer({ host }: DnsServerAddress): boolean {
  return host === '::1' || host.startsWith('127.')
}
