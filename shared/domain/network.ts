import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * Is an address in a network (CIDR, or a single address)? IPv4 in IPv6 form (::ffff:192.0.2.1, what a dual-stack socket
 * shows) is the IPv4 address, on both sides; a zone (fe80::1%eth0) is left aside. Anything unreadable is in no network.
 */
export function matchesNetwork(network: string, address: string): boolean {
  const subject = parseAddress(address)
  const range = parseNetwork(network)
  if (!subject || !range) return false
  return subject.kind() === range.base.kind() && subject.match(range.base, range.prefix)
}

/** Addresses that were read: the same few clients come again and again, and each is asked for several times a session. */
const known = new Map<string, Address | null>()
const MOST_KNOWN = 1_000

/** The address as it is compared: IPv4 where it is one, without a zone. null for anything that is no full address. */
export function parseAddress(text: string): Address | null {
  const before = known.get(text)
  if (before !== undefined) return before
  const address = readAddress(text)
  if (known.size >= MOST_KNOWN) known.clear()
  if (text.length <= LONGEST_ADDRESS) known.set(text, address)
  return address
}

/** Octets of the longest address in text, with room for a zone. */
const LONGEST_ADDRESS = 80

function readAddress(text: string): Address | null {
  // A zone ("fe80::1%eth0") says on which interface, not who.
  const bare = text.split('%')[0] ?? ''
  // ipaddr.js also reads "10.1" and "0x7f.1"; only the four-part decimal form is an address here.
  if (!bare.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(bare)) return null
  // "::192.0.2.1" (RFC 4291 §2.5.5.1) is no IPv4 client, though ipaddr.js reads it like ::ffff:192.0.2.1.
  if (/^(?:0*:){2,}\d+\.\d+\.\d+\.\d+$/.test(bare)) return null
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null
}

function parseNetwork(text: string): { readonly base: Address; readonly prefix: number } | null {
  const slash = text.indexOf('/')
  const written = slash < 0 ? text : text.slice(0, slash)
  const base = parseAddress(written)
  if (!base) return null
  const inIpv6Form = written.includes(':')
  const bits = slash < 0 ? (inIpv6Form ? 128 : 32) : prefixLength(text.slice(slash + 1))
  if (bits === null) return null
  const prefix = base.kind() === 'ipv4' && inIpv6Form ? bits - 96 : bits
  return prefix >= 0 && prefix <= (base.kind() === 'ipv4' ? 32 : 128) ? { base, prefix } : null
}

function prefixLength(text: string): number | null {
  return /^\d{1,3}$/.test(text) ? Number(text) : null
}
