import type { Clock, Dispose } from '../ports.ts'

/** The same work again and again, with a pause in between, never twice at once. The work must not reject. */
export class Rounds {
  readonly #clock: Clock
  /** Milliseconds. */
  readonly #pause: number
  readonly #work: () => Promise<void>
  #timer: Dispose | null = null
  #round: Promise<void> = Promise.resolve()
  #stopping = false

  constructor(clock: Clock, pause: number, work: () => Promise<void>) {
    this.#clock = clock
    this.#pause = pause
    this.#work = work
  }

  /** For work that asks between its steps whether to go on. */
  get stopping(): boolean {
    return this.#stopping
  }

  /** The first round is one pause away. */
  start(): void {
    this.#timer = this.#clock.after(this.#pause, () => {
      this.#round = this.#round.then(() => this.#work())
      this.start()
    })
  }

  /** Resolves when no round is going on. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#timer?.()
    await this.#round
  }
}
