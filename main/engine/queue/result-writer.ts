/**
 * Writes results down. What arrives in the same turn of the event loop goes in one call, and a write that fails is
 * repeated until it succeeds: an accepted recipient that is not recorded would be delivered twice.
 */
import type { Clock, Dispose, Logger } from '../ports.ts'
import type { NewMessage, QueueStorage, RecipientResult } from '../storage/storage.ts'
import { StorageUnavailable } from '../storage/storage-errors.ts'

export interface ResultWriterOptions {
  readonly storage: Pick<QueueStorage, 'recordResults' | 'recordResultsWithReport'>
  readonly owner: string
  readonly clock: Clock
  readonly logger: Logger
  /** Recipients were recorded of which the first falls due at this time, which is ahead. */
  readonly onDueAt: (at: number) => void
  readonly onRecorded: (results: readonly RecipientResult[]) => void
  /** The store is gone for good; nothing that is sent from now on can be recorded. May be called again. */
  readonly onGone: () => void
}

/** Milliseconds between tries while the store refuses. */
const RETRY_PAUSE = 1_000

export class ResultWriter {
  readonly #options: ResultWriterOptions
  #pending: RecipientResult[] = []
  #flush: Promise<void> | null = null
  #wakeUps = new Set<() => void>()
  #abandoned = false

  constructor(options: ResultWriterOptions) {
    this.#options = options
  }

  /** Resolves when the results are on disk, or were abandoned. Never rejects. */
  record(results: readonly RecipientResult[]): Promise<void> {
    if (results.length === 0) return Promise.resolve()
    this.#pending.push(...results)
    this.#flush ??= new Promise((resolve) => {
      setImmediate(() => {
        const batch = this.#pending
        this.#pending = []
        this.#flush = null
        const { storage, owner } = this.#options
        resolve(this.#persist(batch, () => storage.recordResults(owner, batch)))
      })
    })
    return this.#flush
  }

  /** The same for results and the report that they cause, in one commit. */
  recordWithReport(results: readonly RecipientResult[], report: NewMessage): Promise<void> {
    const { storage, owner } = this.#options
    return this.#persist(results, () => storage.recordResultsWithReport(owner, results, report))
  }

  /** Ends the repeating: what cannot be written now is found by the next start, as leases of a dead run. */
  abandon(): void {
    this.#abandoned = true
    for (const wake of this.#wakeUps) wake()
  }

  async #persist(results: readonly RecipientResult[], write: () => Promise<number>): Promise<void> {
    const { logger } = this.#options
    for (let tries = 1; ; tries++) {
      try {
        const recorded = await write()
        if (recorded < results.length) logger.warn('results came after their lease was lost', lost(results))
        this.#tellWhenDue(results)
        this.#options.onRecorded(results)
        if (tries > 1) logger.info('results are recorded again', { tries })
        return
      } catch (error) {
        if (tries === 1) logger.error('results could not be recorded; trying on', { ...lost(results), error })
        if (this.#abandoned) return
        // Its worker does not come back in this process: waiting would only delay the next start.
        if (error instanceof StorageUnavailable) {
          this.#options.onGone()
          return
        }
        await this.#pause()
      }
    }
  }

  #tellWhenDue(results: readonly RecipientResult[]): void {
    const now = this.#options.clock.now()
    const times = results
      .map(({ event }) => ('nextAttemptAt' in event ? (event.nextAttemptAt ?? 0) : 0))
      .filter((at) => at > now)
    if (times.length > 0) this.#options.onDueAt(times.reduce((first, at) => Math.min(first, at)))
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      let cancel: Dispose | null = null
      const wake = () => {
        cancel?.()
        this.#wakeUps.delete(wake)
        resolve()
      }
      cancel = this.#options.clock.after(RETRY_PAUSE, wake)
      this.#wakeUps.add(wake)
    })
  }
}

function lost(results: readonly RecipientResult[]): { messages: string[] } {
  return { messages: [...new Set(results.map(({ message }) => message))].slice(0, 20) }
}
