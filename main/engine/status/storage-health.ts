import type { Clock } from '../ports.ts'

/** Milliseconds that a failure is shown: something is written every few seconds, so one that lasts comes again. */
const SHOWN_MS = 60_000

/** What the store could not keep of late. A store that is gone altogether ends the engine instead. */
export class StorageHealth {
  readonly #clock: Clock
  #last: { readonly at: number; readonly why: string } | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Answers whether this is news, and not one more of the same. */
  failed(error: Error): boolean {
    const isNews = this.problem() !== error.message
    this.#last = { at: this.#clock.now(), why: error.message }
    return isNews
  }

  /** Why the last write failed; null where none did within the last minute. */
  problem(): string | null {
    // Both ways: a clock that was set back must not keep it for years.
    const isRecent = this.#last !== null && Math.abs(this.#clock.now() - this.#last.at) < SHOWN_MS
    return isRecent ? (this.#last?.why ?? null) : null
  }
}
