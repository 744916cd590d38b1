/** Addresses of clients and the networks they are in. An IPv4 address in IPv6 clothes (RFC 4291 §2.5.5.2) is IPv4. */
import { matchesNetwork, parseAddress } from '../../../shared/domain/network.ts'

/** The form in which addresses are compared, logged and shown: "192.0.2.5", "2001:db8::1". Unchanged if unreadable. */
export function normalizeAddress(text: string): string {
  return parseAddress(text)?.toString() ?? text
}

export function isLoopback(text: string): boolean {
  return parseAddress(text)?.range() === 'loopback'
}

/** Is an address in one of these networks (CIDR or single addresses)? What cannot be read is in none. */
export function isInNetworks(text: string, networks: readonly string[]): boolean {
  return networks.some((network) => matchesNetwork(network, text))
}

/** RFC 5321 §4.1.3: "[192.0.2.5]", "[IPv6:2001:db8::1]". */
export function addressLiteral(text: string): string {
  return text.includes(':') ? `[IPv6:${text}]` : `[${text}]`
}
