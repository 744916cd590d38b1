/**
 * Notices when the computer's clock is set. Timers go on as if nothing had happened, but times that were written down
 * before do not: mail that was to be tried in five minutes would wait for a year where the clock went back by one.
 *
 * A look every half minute compares how far the clock went with how long the timer took. What it shows is stored now
 * and then, so that the next start can tell too.
 */
import type { MessageId } from '../../../shared/domain/id.ts'
import type { Clock, Dispose, Logger } from '../ports.ts'
import type { QueueStorage, SetupStorage } from '../storage/storage.ts'

export interface ClockStepsOptions {
  readonly storage: Pick<QueueStorage, 'setTimesBack'> & Pick<SetupStorage, 'getValue' | 'setValue'>
  readonly clock: Clock
  readonly logger: Logger
  /** These are due at other times now. */
  readonly onMoved: (ids: readonly MessageId[]) => void
  /** Something may be due: the clock went back and times with it, or it went ahead (the computer has slept, perhaps). */
  readonly onStep: () => void
}

/** Milliseconds. */
const LOOK_EVERY = 30_000
/** Timers are late on a busy computer, and clocks are set right by a little. */
const LEAST = 5_000
const SAVE_EVERY = 600_000

const KEY = 'clock seen'

export class ClockSteps {
  readonly #options: ClockStepsOptions
  #seen = 0
  #savedAt = 0
  #timer: Dispose | null = null
  #work: Promise<void> = Promise.resolve()
  /** Milliseconds by which times have yet to go back. */
  #owed = 0

  constructor(options: ClockStepsOptions) {
    this.#options = options
  }

  /** While times are being set back nothing should be claimed: it would be tried once more than it should. */
  get isMoving(): boolean {
    return this.#owed > 0
  }

  async start(): Promise<void> {
    const { clock, storage } = this.#options
    const stored = Number(await storage.getValue(KEY))
    this.#seen = clock.now()
    const back = stored - this.#seen
    if (back >= LEAST) this.#back(back)
    this.#do(() => this.#save())
    this.#wait()
  }

  /** Resolves when nothing is going on. */
  async stop(): Promise<void> {
    this.#timer?.()
    await this.#work
  }

  #wait(): void {
    this.#timer = this.#options.clock.after(LOOK_EVERY, () => {
      this.#look()
      this.#wait()
    })
  }

  #do(step: () => Promise<void>): void {
    this.#work = this.#work.then(step)
  }

  #look(): void {
    const { clock, onStep } = this.#options
    const now = clock.now()
    const step = now - this.#seen - LOOK_EVERY
    this.#seen = now
    if (step <= -LEAST) this.#back(-step)
    else if (this.#owed > 0) this.#do(() => this.#setBack())
    else if (step >= LEAST) onStep()
    if (Math.abs(now - this.#savedAt) >= SAVE_EVERY) this.#do(() => this.#save())
  }

  #back(by: number): void {
    const seconds = Math.round(by / 1_000)
    this.#options.logger.warn('the clock was set back; what waits is tried when it would have been', {
      seconds,
    })
    this.#owed += by
    this.#do(() => this.#setBack())
  }

  /** What the store refuses is tried again at the next look. */
  async #setBack(): Promise<void> {
    const { storage, clock, logger, onMoved, onStep } = this.#options
    const by = this.#owed
    if (by === 0) return
    try {
      await storage.setTimesBack({ now: clock.now(), by }, onMoved)
      this.#owed -= by
    } catch (error) {
      logger.error('mail waits for times of a clock that was set back; trying on', { error })
    }
    if (this.#owed === 0) onStep()
  }

  /** Why it could not be stored is said by others, who store more. */
  async #save(): Promise<void> {
    const { clock, storage } = this.#options
    this.#savedAt = clock.now()
    await storage.setValue(KEY, String(this.#savedAt)).catch(() => undefined)
  }
}
