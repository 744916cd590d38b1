import type { Remedy } from '../../shared/devices/diagnose.ts'
import type { ClientNetwork } from '../../shared/domain/client-network.ts'

/** The network with what the remedy allows; null where it is no matter of the network. */
export function mendedNetwork(network: ClientNetwork, remedy: Remedy | null): ClientNetwork | null {
  if (remedy?.kind === 'tolerate')
    return { ...network, tolerate: [...new Set([...network.tolerate, remedy.tolerance])] }
  if (remedy?.kind === 'allow-sender')
    return {
      ...network,
      allowedSenders: [...new Set([...network.allowedSenders, remedy.sender])],
      allowedFrom: [...new Set([...network.allowedFrom, remedy.sender])],
    }
  return null
}
