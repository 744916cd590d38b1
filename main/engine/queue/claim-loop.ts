/**
 * Claims what is due, one claim at a time, when there is a reason to: new mail, the time of the next attempt, room on
 * a route, an operation, a change. Nothing polls.
 */
import type { MessageId } from '../../../shared/domain/id.ts'
import type { Clock, Dispose, Logger } from '../ports.ts'
import type { Claim, Lease, QueueStorage } from '../storage/storage.ts'
import type { RouteWindows } from './route-windows.ts'

export interface ClaimLoopOptions {
  readonly storage: Pick<QueueStorage, 'claimDue' | 'nextDueAt'>
  readonly windows: RouteWindows
  readonly clock: Clock
  readonly logger: Logger
  readonly lease: () => Lease
  /** May work be claimed now? kick() when this becomes true. */
  readonly isReady: () => boolean
  /** Routes to pass over: paused, or with enough work in hand. */
  readonly exceptRoutes: () => readonly string[]
  readonly onClaim: (claim: Claim) => void
  readonly onClaimed: (ids: readonly MessageId[]) => void
  /** Everything that was due is claimed, as far as it may be. */
  readonly onIdle: () => void
}

/** Messages a claim. */
const BATCH = 100
/** Milliseconds until the store is asked again after it failed. */
const FAILURE_PAUSE = 1_000
/** Milliseconds: what nextDueAt sees and claimDue does not must not make the loop spin. */
const SHORTEST_WAIT = 5

export class ClaimLoop {
  readonly #options: ClaimLoopOptions
  #wanted = false
  #running: Promise<void> | null = null
  #timer: { readonly at: number; readonly cancel: Dispose } | null = null

  constructor(options: ClaimLoopOptions) {
    this.#options = options
  }

  /** There may be something to claim. Cheap: call it whenever in doubt. */
  kick(): void {
    this.#wanted = true
    if (this.#running || !this.#options.isReady()) return
    this.#running = this.#run().finally(() => {
      this.#running = null
      // Between the last look and here somebody may have come.
      if (this.#wanted) this.kick()
      if (!this.#running) this.#options.onIdle()
    })
  }

  /** Something falls due at this time. */
  dueAt(at: number): void {
    if (!this.#timer || at < this.#timer.at) this.#wakeAt(at)
  }

  get isRunning(): boolean {
    return this.#running !== null
  }

  /** Resolves when no claim is under way. Where isReady() says no, none begins. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  stop(): void {
    this.#cancelTimer()
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    while (this.#wanted && this.#options.isReady()) {
      this.#wanted = false
      try {
        await this.#claim()
      } catch (error) {
        this.#options.logger.error('due mail could not be claimed; trying on', { error })
        this.#wakeAt(this.#options.clock.now() + FAILURE_PAUSE)
        return
      }
    }
  }

  async #claim(): Promise<void> {
    const { storage, windows, clock, lease, exceptRoutes, onClaim, onClaimed } = this.#options
    const except = exceptRoutes()
    const spilled = windows.beginClaim(except)
    try {
      const claims = await storage.claimDue({
        now: clock.now(),
        lease: lease(),
        limit: BATCH,
        exceptRoutes: except,
      })
      for (const claim of claims) onClaim(claim)
      if (claims.length > 0) onClaimed(claims.map(({ id }) => id))
      if (claims.length < BATCH) return await this.#wakeWhenDue()
      windows.markSpilled([...spilled, ...routesOf(claims)])
      this.#wanted = true
    } catch (error) {
      windows.markSpilled(spilled)
      throw error
    }
  }

  async #wakeWhenDue(): Promise<void> {
    this.#cancelTimer()
    const at = await this.#options.storage.nextDueAt(this.#options.exceptRoutes())
    if (at !== null) this.dueAt(Math.max(at, this.#options.clock.now() + SHORTEST_WAIT))
  }

  #wakeAt(at: number): void {
    this.#cancelTimer()
    const delay = Math.max(at - this.#options.clock.now(), 0)
    const cancel = this.#options.clock.after(delay, () => {
      this.#timer = null
      this.kick()
    })
    this.#timer = { at, cancel }
  }

  #cancelTimer(): void {
    this.#timer?.cancel()
    this.#timer = null
  }
}

function routesOf(claims: readonly Claim[]): string[] {
  return claims
    .flatMap(({ recipients }) => recipients.map(({ route }) => route))
    .filter((route) => route !== null)
}
