/** Keeps the leases of this run alive while work is in hand, and takes back those that others let run out. */
import type { MessageId } from '../../../shared/domain/id.ts'
import type { Clock, Dispose, Logger } from '../ports.ts'
import type { Lease, QueueStorage } from '../storage/storage.ts'

/** Milliseconds. A lease outlives two extensions that fail. */
const LEASE_TIME = 600_000
const EXTEND_EVERY = 180_000

export interface LeaseKeeperOptions {
  readonly storage: Pick<QueueStorage, 'extendLease' | 'releaseLeases'>
  readonly owner: string
  readonly clock: Clock
  readonly logger: Logger
  /** Leases ran out and their mail is due. */
  readonly onReleased: () => void
}

export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions
  /** How many jobs hold each message. */
  readonly #held = new Map<MessageId, number>()
  #timer: Dispose | null = null
  #round: Promise<void> = Promise.resolve()

  constructor(options: LeaseKeeperOptions) {
    this.#options = options
  }

  /** A lease to claim with, from now on. */
  lease(): Lease {
    return { owner: this.#options.owner, until: this.#options.clock.now() + LEASE_TIME }
  }

  hold(id: MessageId): void {
    this.#held.set(id, (this.#held.get(id) ?? 0) + 1)
  }

  drop(id: MessageId): void {
    const count = this.#held.get(id) ?? 0
    if (count > 1) this.#held.set(id, count - 1)
    else this.#held.delete(id)
  }

  start(): void {
    this.#timer = this.#options.clock.after(EXTEND_EVERY, () => {
      this.#round = this.#extend()
      this.start()
    })
  }

  /** Resolves when no extension is under way. */
  async stop(): Promise<void> {
    this.#timer?.()
    await this.#round
  }

  async #extend(): Promise<void> {
    const { storage, owner, clock, logger, onReleased } = this.#options
    // One moment for both: a computer that sleeps in between must not find its own leases too old.
    const now = clock.now()
    try {
      if (this.#held.size > 0) await storage.extendLease(owner, [...this.#held.keys()], now + LEASE_TIME)
      if ((await storage.releaseLeases({ now, expiredOnly: true })) > 0) onReleased()
    } catch (error) {
      logger.error('leases could not be extended; the next round tries again', { error })
    }
  }
}
