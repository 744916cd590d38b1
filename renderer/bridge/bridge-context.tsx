import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { Client } from '../../shared/contract/contract.ts'
import type { Bridge } from './bridge.ts'

export interface Engine {
  readonly bridge: Bridge
  readonly client: Client
  /** Options and keys for TanStack Query, one for each procedure. */
  readonly api: RouterUtils<Client>
}

const EngineContext = createContext<Engine | null>(null)

export function EngineProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  const engine = useMemo<Engine>(
    () => ({ bridge, client: bridge.client, api: createTanstackQueryUtils(bridge.client) }),
    [bridge],
  )
  return <EngineContext value={engine}>{children}</EngineContext>
}

/** The engine that this window looks at. */
export function useEngine(): Engine {
  const engine = useContext(EngineContext)
  if (!engine) throw new Error('useEngine needs an EngineProvider above it')
  return engine
}
