import type { SessionRow } from '../../../shared/domain/session.ts'
import type { Clock, Dispose } from '../ports.ts'
import type { LiveSession } from './live-session.ts'

/** At most 20 times a second. */
const FLUSH_AFTER = 50

/**
 * Tells who wants to know which sessions changed. A session that changes a hundred times between two flushes is told
 * once; without listeners nothing is gathered.
 */
export class RowChanges {
  readonly #clock: Clock
  readonly #rowListeners = new Set<(rows: readonly SessionRow[]) => void>()
  readonly #sessionListeners = new Map<string, Set<() => void>>()
  readonly #dirty = new Map<string, LiveSession>()
  #cancel: Dispose | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  mark(session: LiveSession): void {
    if (this.#rowListeners.size === 0 && !this.#sessionListeners.has(session.id)) return
    this.#dirty.set(session.id, session)
    this.#cancel ??= this.#clock.after(FLUSH_AFTER, () => this.#flush())
  }

  onRows(listener: (rows: readonly SessionRow[]) => void): Dispose {
    this.#rowListeners.add(listener)
    return () => void this.#rowListeners.delete(listener)
  }

  onSession(id: string, listener: () => void): Dispose {
    const listeners = this.#sessionListeners.get(id) ?? new Set()
    this.#sessionListeners.set(id, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#sessionListeners.delete(id)
    }
  }

  dispose(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#dirty.clear()
  }

  #flush(): void {
    this.#cancel = null
    const sessions = [...this.#dirty.values()]
    this.#dirty.clear()
    for (const session of sessions)
      for (const listener of this.#sessionListeners.get(session.id) ?? []) listener()
    if (this.#rowListeners.size === 0) return
    const rows = sessions.map((session) => session.row())
    for (const listener of this.#rowListeners) listener(rows)
  }
}
