/**
 * All that the window knows of the engine. How calls travel (MessagePort, WebSocket, memory) stays behind it.
 *
 * A call made while there is no connection, and every call that is pending when one dies, rejects with UNAVAILABLE;
 * none is left hanging. Streams end with the same error.
 */
import type { Client } from '../../shared/contract/contract.ts'

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  /** Lost, and tried again by itself: `attempt` counts from 1. */
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly reason: string }
  /** The browser console has no session: somebody must give the token. */
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'closed' }

export interface Bridge {
  readonly client: Client
  connection(): ConnectionState
  /** Calls back after every change of connection(). Returns its disposer. */
  onConnection(listener: () => void): () => void
  /** Tries at once instead of waiting for the back-off. Does nothing while connected. */
  reconnect(): void
  dispose(): void
}
