import type { Clock } from '../ports.ts'

/** Ten times as long as it took: looking at the figures never takes more than a tenth of the reader's time. */
const REST = 10

/**
 * An answer that is kept for a while; whoever asks meanwhile shares it. A look that took long is kept longer, so that a
 * window that stays open over a million messages does not keep the store busy.
 */
export class Remembered<T> {
  readonly #clock: Clock
  readonly #keepMs: number
  readonly #look: () => Promise<T>
  #value: Promise<T> | null = null
  #until = 0

  constructor(clock: Clock, keepMs: number, look: () => Promise<T>) {
    this.#clock = clock
    this.#keepMs = keepMs
    this.#look = look
  }

  get(): Promise<T> {
    const now = this.#clock.now()
    // A clock that was put back far must not keep an old answer for years.
    const isGood = now < this.#until && this.#until - now < 3_600_000
    if (this.#value !== null && isGood) return this.#value
    const value = this.#look()
    this.#value = value
    // Shared while it is under way.
    this.#until = now + 600_000
    value.then(
      () => {
        if (this.#value !== value) return
        const took = Math.max(0, this.#clock.now() - now)
        this.#until = this.#clock.now() + Math.max(this.#keepMs, took * REST)
      },
      () => {
        if (this.#value === value) this.#value = null
      },
    )
    return value
  }
}
