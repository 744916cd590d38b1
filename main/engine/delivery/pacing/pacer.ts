/**
 * How fast next hops are fed: messages in the last minute, recipients in the last day, for each key (a route; or a route
 * and some domains of it). What is about to be sent is reserved first, so that messages side by side never exceed a
 * limit together; it counts from the moment at which its transaction ended.
 */
import { z } from 'zod'
import type { Pacing, Route } from '../../../../shared/domain/route.ts'
import type { Clock, Dispose, Logger } from '../../ports.ts'
import { DAY, MINUTE, SlidingWindow } from '../../sliding-window.ts'
import type { SetupStorage } from '../../storage/storage.ts'
import type { BlockSource, RouteBlock } from '../route-blocks.ts'
import { Pace, type PaceLimits } from './pace.ts'
import { type LimitUse, roomOf, usedOf, whyFull } from './room.ts'

/** What is known of one key. */
export interface PaceCount {
  readonly minute: SlidingWindow
  readonly day: SlidingWindow
  /** Reserved and not yet sent. */
  pendingMessages: number
  pendingRecipients: number
}

export interface PacerDependencies {
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn'>
  /** Keeps the counts over a restart; absent: they begin anew. */
  readonly storage?: Pick<SetupStorage, 'getValue' | 'setValue'>
}

/** How much of the counts a crash may forget. */
const SAVE_EVERY = 60_000

const entriesSchema = z.array(z.tuple([z.number(), z.number().int().nonnegative()])).max(1_000)
const storedSchema = z.object({ minute: entriesSchema, day: entriesSchema })
type Stored = z.output<typeof storedSchema>

export class Pacer implements BlockSource {
  readonly #needs: PacerDependencies
  readonly #counts = new Map<string, PaceCount>()
  readonly #listeners = new Set<() => void>()
  readonly #unsaved = new Set<string>()
  #saveTimer: Dispose | null = null

  constructor(needs: PacerDependencies) {
    this.#needs = needs
  }

  /** Before mail flows: what was counted before. What cannot be read counts as nothing, and is logged. */
  async load(keys: readonly string[]): Promise<void> {
    const { storage, logger } = this.#needs
    for (const key of keys) {
      const stored = await storage?.getValue(storageKey(key))
      if (stored === null || stored === undefined) continue
      const read = readStored(stored)
      if (read === null) logger.warn('The counts of a route’s pacing were not readable.', { key })
      else this.#counts.set(key, newCount(read))
    }
  }

  /** How many more messages may begin now; infinite without limits. */
  room(key: string, limits: Pacing): number {
    if (!isPaced(limits)) return Number.POSITIVE_INFINITY
    const { messages, recipients } = roomOf(this.#of(key), limits, this.#needs.clock.now())
    return Math.min(messages, recipients)
  }

  /**
   * Takes room for a message to so many recipients. `recipients` of the answer says for how many there is room; the
   * others have to wait. To be closed in any case. null: no limits.
   */
  reserve(key: string, limits: Pacing, recipients: number): Pace | null {
    if (!isPaced(limits) && limits.recipientsPerMessage === undefined) return null
    return new Pace(this.#limitsFor(key, limits), recipients)
  }

  blocked(route: Route): RouteBlock | null {
    return this.blockOf(route.name, route.pacing)
  }

  blockOf(key: string, limits: Pacing): RouteBlock | null {
    if (!isPaced(limits)) return null
    return whyFull(this.#of(key), limits, this.#needs.clock.now())
  }

  /** How much of the limits of a key is used; empty without limits. */
  used(key: string, limits: Pacing): LimitUse[] {
    return isPaced(limits) ? usedOf(this.#of(key), limits, this.#needs.clock.now()) : []
  }

  onChange(listener: () => void): Dispose {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Writes what was counted since the last time. Never rejects. */
  async save(): Promise<void> {
    this.#saveTimer?.()
    this.#saveTimer = null
    const { storage, logger } = this.#needs
    const keys = [...this.#unsaved]
    this.#unsaved.clear()
    try {
      for (const key of keys) {
        const { minute, day } = this.#of(key)
        const counts = { minute: minute.entries(), day: day.entries() }
        await storage?.setValue(storageKey(key), JSON.stringify(counts))
      }
    } catch (error) {
      logger.warn('The counts of a route’s pacing could not be stored; they are kept in memory.', { error })
    }
  }

  #limitsFor(key: string, limits: Pacing): PaceLimits {
    const { clock } = this.#needs
    const count = this.#of(key)
    return {
      perTransaction: limits.recipientsPerMessage ?? null,
      room: () => roomOf(count, limits, clock.now()),
      pending: (messages, recipients) => {
        count.pendingMessages += messages
        count.pendingRecipients += recipients
      },
      sent: (recipients) => {
        count.minute.add(clock.now(), 1)
        if (limits.recipientsPerDay !== undefined) count.day.add(clock.now(), recipients)
        if (isPaced(limits)) this.#saveSoon(key)
        this.#tellIfFull(count, limits)
      },
    }
  }

  /** The end of a block by time is told as well, so that nobody has to ask. */
  #tellIfFull(count: PaceCount, limits: Pacing): void {
    const now = this.#needs.clock.now()
    const block = whyFull(count, limits, now)
    if (block === null) return
    const tell = () => {
      for (const listener of this.#listeners) listener()
    }
    tell()
    if (block.until !== null) this.#needs.clock.after(block.until - now, tell)
  }

  #saveSoon(key: string): void {
    if (this.#needs.storage === undefined) return
    this.#unsaved.add(key)
    this.#saveTimer ??= this.#needs.clock.after(SAVE_EVERY, () => void this.save())
  }

  #of(key: string): PaceCount {
    const known = this.#counts.get(key)
    if (known) return known
    const count = newCount({ minute: [], day: [] })
    this.#counts.set(key, count)
    return count
  }
}

export function createPacer(needs: PacerDependencies): Pacer {
  return new Pacer(needs)
}

function newCount({ minute, day }: Stored): PaceCount {
  return {
    minute: new SlidingWindow(MINUTE, minute),
    day: new SlidingWindow(DAY, day),
    pendingMessages: 0,
    pendingRecipients: 0,
  }
}

function isPaced({ messagesPerMinute, recipientsPerDay }: Pacing): boolean {
  return messagesPerMinute !== undefined || recipientsPerDay !== undefined
}

function storageKey(key: string): string {
  return `pacing:${key}`
}

function readStored(text: string): Stored | null {
  try {
    return storedSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
