/** What is known of a client by its address: its named network, whether it is trusted, and its device profile. Pure. */

import type { ClientNetwork, LineEnds } from '../../../shared/domain/client-network.ts'
import type { Listener } from '../../../shared/domain/config.ts'
import { parseAddress } from '../../../shared/domain/network.ts'
import type { Tolerance } from '../../../shared/domain/tolerance.ts'
import { isInNetworks } from './client-network.ts'

export interface KnownClient {
  /** The enabled network with the longest prefix that holds the address and counts on this listener. */
  readonly network: ClientNetwork | null
  /** In a trusted network, or in one of the listener's. */
  readonly trusted: boolean
  /** Of the listener and of the network. */
  readonly tolerates: ReadonlySet<Tolerance>
  /** As configured, the network's first; null where the default by trust counts. */
  readonly lineEnds: LineEnds | null
}

/** @param address normalised address of the client */
export function knownClient(
  networks: readonly ClientNetwork[],
  listener: Listener,
  address: string,
): KnownClient {
  const network = findNetwork(networks, listener.name, address)
  return {
    network,
    trusted: network?.trusted === true || isInNetworks(address, listener.trustedNetworks),
    tolerates: new Set([...listener.tolerate, ...(network?.tolerate ?? [])]),
    lineEnds: network?.lineEnds ?? listener.lineEnds ?? null,
  }
}

function findNetwork(
  networks: readonly ClientNetwork[],
  listener: string,
  address: string,
): ClientNetwork | null {
  let found: { readonly network: ClientNetwork; readonly prefix: number } | null = null
  for (const network of networks) {
    if (!network.enabled || (network.listeners.length > 0 && !network.listeners.includes(listener))) continue
    const prefix = longestPrefix(network.addresses, address)
    if (prefix !== null && (found === null || prefix > found.prefix)) found = { network, prefix }
  }
  return found?.network ?? null
}

/** Bits of the narrowest of these that holds the address, in the measure of its own family; null where none does. */
function longestPrefix(addresses: readonly string[], address: string): number | null {
  const holding = addresses.filter((one) => isInNetworks(address, [one])).map((one) => prefixOf(one, address))
  return holding.length === 0 ? null : Math.max(...holding)
}

function prefixOf(network: string, address: string): number {
  const bits = parseAddress(address)?.kind() === 'ipv4' ? 32 : 128
  const [base = '', written] = network.split('/')
  if (written === undefined) return bits
  return bits === 32 && base.includes(':') ? Number(written) - 96 : Number(written)
}
