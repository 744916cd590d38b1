/** What kind of address is it, and which network is it in? Pure. */
import ipaddr from 'ipaddr.js'

export type AddressKind = 'loopback' | 'private' | 'public'

/** RFC 1918 and RFC 4193 addresses, and those of shared address space (RFC 6598), are private. */
const PRIVATE = new Set(['private', 'uniqueLocal', 'carrierGradeNat', 'linkLocal'])

export function classifyAddress(address: string): AddressKind {
  const range = ipaddr.process(address).range()
  if (range === 'loopback') return 'loopback'
  return PRIVATE.has(range) ? 'private' : 'public'
}

/** "192.168.10.5/24" becomes "192.168.10.0/24". */
export function networkOf(cidr: string): string {
  const [base, prefix] = ipaddr.parseCIDR(cidr)
  const network =
    base.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr)
  return `${network.toString()}/${prefix}`
}
