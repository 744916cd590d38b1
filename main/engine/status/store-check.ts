/**
 * Looks through the whole store once a day while mail goes on: every page that messages lie in, every body against its
 * sum. In slices, with nine times as long a rest after each, so that it takes a tenth of one core and of the disk at
 * most.
 */
import type { Clock, Dispose, Logger } from '../ports.ts'
import type { Storage } from '../storage/storage.ts'

export interface StoreCheckOptions {
  readonly storage: Pick<Storage, 'checkSlice'>
  readonly clock: Clock
  readonly logger: Logger
  /** So many messages more have content that is missing or changed. */
  readonly onLost: (messages: number) => void
}

/** Milliseconds. A start has other things to do first. */
const FIRST_AFTER = 5 * 60_000
const EVERY = 24 * 3_600_000
const LEAST_REST = 50
const REST_PER_WORK = 9

export class StoreCheck {
  readonly #options: StoreCheckOptions
  #timer: Dispose = () => undefined
  #slice: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(options: StoreCheckOptions) {
    this.#options = options
  }

  start(): void {
    this.#later(FIRST_AFTER, 0)
  }

  /** Resolves when no slice is being looked at. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer()
    await this.#slice
  }

  #later(milliseconds: number, after: number): void {
    if (this.#stopped) return
    this.#timer = this.#options.clock.after(milliseconds, () => {
      this.#slice = this.#look(after)
    })
  }

  /** Never rejects. */
  async #look(after: number): Promise<void> {
    const { storage, clock, logger, onLost } = this.#options
    const begun = clock.now()
    try {
      const { last, lost } = await storage.checkSlice({ after, now: begun })
      if (lost > 0) onLost(lost)
      const rest = Math.max(LEAST_REST, (clock.now() - begun) * REST_PER_WORK)
      if (last === null) this.#later(EVERY, 0)
      else this.#later(rest, last)
    } catch (error) {
      // Damage has stopped the store by now; anything else may pass.
      logger.warn('The daily look through the store was broken off; it begins anew tomorrow.', { error })
      this.#later(EVERY, 0)
    }
  }
}
