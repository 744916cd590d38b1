import type { DnsResolver } from '../ports.ts'

/** The question that mailauth asks, in the form of Node's dns.resolve. */
export type AuthenticationDns = (name: string, type: string) => Promise<unknown[]>

/**
 * Through the configured servers. Types that only the outdated "ptr" of SPF (RFC 7208 §5.5) asks for have no answer,
 * so that it matches nothing.
 */
export function authenticationDns(
  dns: () => Pick<DnsResolver, 'resolve4' | 'resolve6' | 'resolveMx' | 'resolveTxt'>,
): AuthenticationDns {
  return async (name, type) => {
    switch (type) {
      case 'TXT':
        return (await dns().resolveTxt(name)).map((text) => [text])
      case 'A':
        return dns().resolve4(name)
      case 'AAAA':
        return dns().resolve6(name)
      case 'MX':
        return dns().resolveMx(name)
      default:
        throw Object.assign(new Error(`No ${type} records are asked for`), { code: 'ENODATA' })
    }
  }
}
