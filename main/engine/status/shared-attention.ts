/** Addresses behind which many clients seem to be, as a person should hear of them. Pure. */
import type { Attention } from '../../../shared/contract/system.ts'
import { isLoopback } from '../inbound/client-network.ts'
import type { SharedAddress } from '../inbound/shared-addresses.ts'

export function sharedAttention(addresses: readonly SharedAddress[]): Attention[] {
  return addresses.map((address) => ({
    kind: 'shared-address',
    severity: address.trusted && !isLoopback(address.client) ? 'warning' : 'info',
    text: `${address.client} has named itself in ${address.names} ways within a day. ${whatItMeans(address)}`,
    subject: address.client,
  }))
}

function whatItMeans({ client, trusted }: SharedAddress): string {
  if (isLoopback(client))
    return 'Where these are programs of this computer, all is well. Where a proxy stands before Mailroom, limits and blocks mean all of its clients together, and each of them is trusted like this computer.'
  const together =
    'Many clients seem to be behind it (a container, a proxy, a router), so limits and blocks by client mean all of them together.'
  return trusted
    ? `${together} It is trusted, so whoever comes through it may relay: take it out of the networks, and let clients sign in.`
    : `${together} Let clients connect directly, or go by accounts.`
}
