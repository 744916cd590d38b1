import { parseDuration } from '../../../shared/domain/duration.ts'
import type { ConfigSource } from '../config/config-source.ts'
import type { Clock, Dispose, Logger } from '../ports.ts'
import type { QueueStorage } from '../storage/storage.ts'
import type { QueueChanges } from './queue-service.ts'

export interface RetentionOptions {
  readonly storage: Pick<QueueStorage, 'expire'>
  readonly config: ConfigSource
  readonly clock: Clock
  readonly logger: Logger
  readonly changes: QueueChanges
}

/** Milliseconds. */
const SWEEP_EVERY = 3_600_000

/** Removes histories and bodies that are past their retention: at start, every hour, and when the settings change. */
export class Retention {
  readonly #options: RetentionOptions
  #timer: Dispose | null = null
  #unsubscribe: Dispose | null = null
  #sweep: Promise<void> = Promise.resolve()

  constructor(options: RetentionOptions) {
    this.#options = options
  }

  start(): void {
    this.#unsubscribe = this.#options.config.onChange((_, changed) => {
      if (changed.includes('retention')) this.#begin()
    })
    this.#begin()
  }

  /** Resolves when no sweep is under way. */
  async stop(): Promise<void> {
    this.#unsubscribe?.()
    this.#timer?.()
    await this.#sweep
  }

  #begin(): void {
    this.#timer?.()
    this.#timer = this.#options.clock.after(SWEEP_EVERY, () => this.#begin())
    this.#sweep = this.#sweep.then(() => this.#removeExpired())
  }

  /** Never rejects. */
  async #removeExpired(): Promise<void> {
    const { storage, config, clock, logger, changes } = this.#options
    const { history, bodies } = config.current().retention
    try {
      const removed = await storage.expire({
        now: clock.now(),
        historyMs: parseDuration(history),
        bodiesMs: parseDuration(bodies),
      })
      if (removed.length > 0) changes.removed(removed)
    } catch (error) {
      logger.error('old messages could not be removed; the next hour tries again', { error })
    }
  }
}
