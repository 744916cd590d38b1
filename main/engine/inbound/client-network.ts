/** Addresses of clients and the networks they are in. An IPv4 address in IPv6 clothes (RFC 4291 §2.5.5.2) is IPv4. */
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** The form in which addresses are compared, logged and shown: "192.0.2.5", "2001:db8::1". Unchanged if unreadable. */
export function normalizeAddress(text: string): string {
  return parse(text)?.toString() ?? text
}

export function isLoopback(text: string): boolean {
  return parse(text)?.range() === 'loopback'
}

/** Is an address in one of these networks (CIDR or single addresses)? What cannot be read is in none. */
export function isInNetworks(text: string, networks: readonly string[]): boolean {
  const address = parse(text)
  return address !== null && networks.some((network) => contains(network, address))
}

/** RFC 5321 §4.1.3: "[192.0.2.5]", "[IPv6:2001:db8::1]". */
export function addressLiteral(text: string): string {
  return text.includes(':') ? `[IPv6:${text}]` : `[${text}]`
}

function contains(network: string, address: Address): boolean {
  const [base = '', bits] = network.split('/')
  const written = parse(base, false)
  if (!written) return false
  const mapped = written.kind() === 'ipv6' && (written as ipaddr.IPv6).isIPv4MappedAddress()
  const own = mapped ? (written as ipaddr.IPv6).toIPv4Address() : written
  const all = own.kind() === 'ipv4' ? 32 : 128
  const prefix = bits === undefined ? all : Number(bits) - (mapped ? 96 : 0)
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > all || own.kind() !== address.kind()) return false
  return address.match(own as ipaddr.IPv4 & ipaddr.IPv6, prefix)
}

function parse(text: string, unwrap = true): Address | null {
  // A zone ("fe80::1%eth0") says on which interface, not who.
  const bare = text.split('%')[0] ?? ''
  const strict = ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare)
  if (!strict) return null
  return unwrap ? ipaddr.process(bare) : ipaddr.parse(bare)
}
