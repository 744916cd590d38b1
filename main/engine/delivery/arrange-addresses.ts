/** The addresses of a host that a route may use, in the order in which it tries them. Pure. */
import { isIPv6 } from 'node:net'
import type { MxRoute } from '../../../shared/domain/route.ts'

export type AddressFamily = MxRoute['addressFamily']

/** A source address limits to its own family: nothing else can be reached from it. */
export function arrangeAddresses(
  addresses: readonly string[],
  family: AddressFamily,
  sourceAddress: string | undefined,
): readonly string[] {
  const v6 = addresses.filter((address) => isIPv6(address))
  const v4 = addresses.filter((address) => !isIPv6(address))
  const arranged = byFamily(family, v4, v6)
  return sourceAddress === undefined ? arranged : ofSameFamily(arranged, sourceAddress)
}

export function ofSameFamily(addresses: readonly string[], sourceAddress: string): readonly string[] {
  return addresses.filter((address) => isIPv6(address) === isIPv6(sourceAddress))
}

function byFamily(family: AddressFamily, v4: readonly string[], v6: readonly string[]): readonly string[] {
  switch (family) {
    case 'ipv6-first':
      return [...v6, ...v4]
    case 'ipv4-first':
      return [...v4, ...v6]
    case 'ipv4-only':
      return v4
    case 'ipv6-only':
      return v6
  }
}
