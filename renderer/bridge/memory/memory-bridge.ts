/** A bridge to an engine that lives in the page: for tests, and for working on the window without one. */
import { createRouterClient } from '@orpc/server'
import type { Bridge, ConnectionState } from '../bridge.ts'
import { createMemoryEngine, type MemoryEngine, type MemoryEngineOptions } from './memory-engine.ts'
import { createMemoryRouter } from './memory-router.ts'

export interface MemoryBridge extends Bridge {
  readonly engine: MemoryEngine
  /** Plays a change of the connection. */
  become(state: ConnectionState): void
}

export function createMemoryBridge(options: MemoryEngineOptions): MemoryBridge {
  const engine = createMemoryEngine(options)
  const listeners = new Set<() => void>()
  let state: ConnectionState = { kind: 'connected' }
  const become = (next: ConnectionState) => {
    state = next
    for (const listener of [...listeners]) listener()
  }
  return {
    engine,
    client: createRouterClient(createMemoryRouter(engine)),
    become,
    connection: () => state,
    onConnection(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    reconnect: () => become({ kind: 'connected' }),
    dispose: () => become({ kind: 'closed' }),
  }
}
