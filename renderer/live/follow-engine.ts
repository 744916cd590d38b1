/**
 * One subscription to the engine's events for the whole window. Batches go to whoever shows rows; a gap in their
 * numbers, or a new connection, means "ask again for what is shown".
 */
import type { EventBatch } from '../../shared/contract/system.ts'
import type { Bridge } from '../bridge/bridge.ts'
import { setConnection, setStatus } from './live-store.ts'

export type LiveEvent =
  | { readonly kind: 'batch'; readonly batch: EventBatch }
  /** What is shown may be out of date: ask again. */
  | { readonly kind: 'resync' }

const listeners = new Set<(event: LiveEvent) => void>()

/** Hears every batch. Returns its disposer. */
export function onLiveEvent(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Follows the engine across reconnections until disposed. */
export function followEngine(bridge: Bridge, now: () => number = Date.now): () => void {
  let stop = () => {}
  const update = () => {
    const connection = bridge.connection()
    setConnection(connection)
    stop()
    stop = connection.kind === 'connected' ? listen(bridge, now) : () => {}
  }
  const forget = bridge.onConnection(update)
  update()
  return () => {
    forget()
    stop()
  }
}

function listen(bridge: Bridge, now: () => number): () => void {
  const controller = new AbortController()
  emit({ kind: 'resync' })
  void run(bridge, controller.signal, now).catch((error: unknown) => {
    // A dead connection is the bridge's business; it connects anew and this begins again.
    if (!controller.signal.aborted) console.warn('The event stream ended.', error)
  })
  return () => controller.abort()
}

async function run(bridge: Bridge, signal: AbortSignal, now: () => number): Promise<void> {
  const events = await bridge.client.system.events(undefined, { signal })
  setStatus(await bridge.client.system.status(undefined, { signal }), now())
  let last: number | null = null
  for await (const batch of events) {
    if (signal.aborted) return
    if (batch.status) setStatus(batch.status, now())
    emit({ kind: 'batch', batch })
    if (last !== null && batch.seq !== last + 1) emit({ kind: 'resync' })
    last = batch.seq
  }
}

function emit(event: LiveEvent): void {
  for (const listener of [...listeners]) listener(event)
}
