import { clientNetworkSchema } from '../domain/client-network.ts'
import { listenerSchema } from '../domain/config.ts'
import { collection } from './collection.ts'

export const listeners = collection('/listeners', 'listeners', listenerSchema)

export const networks = collection('/networks', 'networks', clientNetworkSchema)
