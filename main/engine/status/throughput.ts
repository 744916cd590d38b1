import type { Clock } from '../ports.ts'

const MINUTE_MS = 60_000
const MINUTES = 60

/** Counts events by minute of the clock, for the last hour. */
export class Throughput {
  readonly #clock: Clock
  readonly #counts = new Array<number>(MINUTES).fill(0)
  #minute: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#minute = this.#now()
  }

  add(count = 1): void {
    this.#forget()
    const index = this.#minute % MINUTES
    this.#counts[index] = (this.#counts[index] ?? 0) + count
  }

  /** Sixty counts, oldest first; the last is the minute that is going on. */
  perMinute(): number[] {
    this.#forget()
    return Array.from({ length: MINUTES }, (_, age) => this.#counts[(this.#minute + 1 + age) % MINUTES] ?? 0)
  }

  /** Minutes that passed without a count become zero. A clock that goes back counts into the newest minute. */
  #forget(): void {
    const now = this.#now()
    const passed = Math.min(MINUTES, Math.max(0, now - this.#minute))
    for (let step = 1; step <= passed; step++) this.#counts[(now - passed + step) % MINUTES] = 0
    this.#minute = Math.max(this.#minute, now)
  }

  #now(): number {
    return Math.floor(this.#clock.now() / MINUTE_MS)
  }
}
