import { networkInterfaces } from 'node:os'
import type { InterfaceAddress } from './look-at-computer.ts'

/** The addresses of this computer, as the system has them now. */
export function ownInterfaces(): InterfaceAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, entries]) =>
    (entries ?? []).map(({ address, cidr }) => ({ interface: name, address, cidr })),
  )
}
