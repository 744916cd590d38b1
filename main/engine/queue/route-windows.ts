/**
 * Claimed work that waits for room on its route, and how much of each route is in flight. Every route has a window of
 * its own, so that one that is slow or down holds up only itself.
 */
import type { MessageId } from '../../../shared/domain/id.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { Dispose } from '../ports.ts'
import type { Priority } from '../rules/apply-changes.ts'
import type { Job } from './job.ts'

/** Attempts at the same time over all routes; each route may have GUARANTEED of them whatever the others do. */
const MAX_IN_FLIGHT = 200
const MAX_IN_FLIGHT_PER_ROUTE = 100
const GUARANTEED = 5

/** A route with this many waiting jobs claims no more, until it is down to LOW. */
const HIGH = 100
const LOW = 50
/** What one claim may bring beyond HIGH before jobs go back to the store. */
const OVERFLOW = 400

/** Milliseconds until a job that found no connection is tried again, and the distance between two such jobs. */
const RETURN_PAUSE = 2_000
const RETURN_SPACING = 5
/** No row of such jobs is as long as this. */
const LONGEST_TURN = 60_000

interface Window {
  readonly waiting: Job[]
  inFlight: number
  /** Of these, those of which delivery knows nothing yet. */
  preparing: number
  /** Of these, those whose connection is free and whose record is not yet on disk. */
  recording: number
  /** Passed over by claims. */
  full: boolean
  /** Due work lies in the store, so that new mail goes behind it. */
  spilled: boolean
  lastReturnAt: number
}

export class RouteWindows {
  readonly #windows = new Map<string, Window>()
  readonly #capacity: (route: Route) => number
  readonly #isBlocked: (route: string) => boolean
  #inFlight = 0

  /** @param isBlocked nothing starts on such a route, and it is not for want of capacity */
  constructor(capacity: (route: Route) => number, isBlocked: (route: string) => boolean = () => false) {
    this.#capacity = capacity
    this.#isBlocked = isBlocked
  }

  get inFlight(): number {
    return this.#inFlight
  }

  /** May new mail be handed over directly? Not where other mail for the route already waits in the store. */
  takesDirectly(route: string): boolean {
    const window = this.#of(route)
    return !window.spilled && window.waiting.length < HIGH
  }

  markSpilled(routes: Iterable<string>): void {
    for (const route of routes) this.#of(route).spilled = true
  }

  /** A claim begins that sees every route but these; answers the routes on which mail lay in the store. */
  beginClaim(except: readonly string[]): string[] {
    const seen = [...this.#windows].filter(([name, window]) => window.spilled && !except.includes(name))
    for (const [, window] of seen) window.spilled = false
    return seen.map(([name]) => name)
  }

  /** Answers false where the window overflows: the job goes back to the store. */
  add(job: Job): boolean {
    const window = this.#of(job.route.name)
    if (window.waiting.length >= OVERFLOW) return false
    insert(window.waiting, job)
    if (window.waiting.length >= HIGH) window.full = true
    return true
  }

  /** The next job of any route that has room; it counts as in flight. null where there is none. */
  next(): Job | null {
    for (const window of this.#windows.values()) {
      const job = window.waiting[0]
      if (!job || !this.#hasRoom(window, job.route)) continue
      window.waiting.shift()
      window.inFlight++
      this.#inFlight++
      return job
    }
    return null
  }

  /** The first jobs that wait on a route. */
  ahead(route: string, count: number): readonly Job[] {
    return this.#of(route).waiting.slice(0, count)
  }

  /** It is made ready, and its place is taken already. */
  preparing(job: Job): Dispose {
    const window = this.#of(job.route.name)
    window.preparing++
    let isPreparing = true
    return () => {
      if (isPreparing) window.preparing--
      isPreparing = false
    }
  }

  /**
   * The connection is free. The place on the route is not before the record is on disk: a crash sends again what was
   * not recorded, and that must never be more than the route has connections.
   */
  tried(job: Job): void {
    this.#of(job.route.name).recording++
  }

  /** After tried(): it is recorded. Answers whether the route may be claimed for again. */
  finished(job: Job): boolean {
    const window = this.#of(job.route.name)
    window.inFlight--
    window.recording--
    this.#inFlight--
    // The last used goes to the end: routes take turns where the room over all is short.
    this.#windows.delete(job.route.name)
    this.#windows.set(job.route.name, window)
    return this.#reopen(window)
  }

  fullRoutes(): string[] {
    return [...this.#windows].filter(([, window]) => window.full).map(([name]) => name)
  }

  /** Does work wait with nothing in flight on its route, so that no end of an attempt will call for it? */
  isStalled(): boolean {
    return [...this.#windows].some(
      ([name, { waiting, inFlight }]) => waiting.length > 0 && inFlight === 0 && !this.#isBlocked(name),
    )
  }

  /** Is there nothing in hand and, as far as is known, nothing due in the store? */
  isDrained(route: string): boolean {
    const { waiting, inFlight, spilled } = this.#of(route)
    return waiting.length === 0 && inFlight === 0 && !spilled
  }

  /** Takes waiting jobs out again. */
  take(wanted: (job: Job) => boolean): Job[] {
    const taken: Job[] = []
    for (const window of this.#windows.values()) {
      const all = window.waiting.splice(0)
      for (const job of all) (wanted(job) ? taken : window.waiting).push(job)
      this.#reopen(window)
    }
    return taken
  }

  /** When a job of this route that found no connection may be claimed again. */
  returnAt(route: string, now: number): number {
    const window = this.#of(route)
    const turn = window.lastReturnAt + RETURN_SPACING
    // Returns of a clock that was set back meanwhile say nothing about the next.
    const isOfThisClock = turn - now <= LONGEST_TURN
    window.lastReturnAt = isOfThisClock ? Math.max(now + RETURN_PAUSE, turn) : now + RETURN_PAUSE
    return window.lastReturnAt
  }

  #reopen(window: Window): boolean {
    if (!window.full || window.waiting.length > LOW) return false
    window.full = false
    return true
  }

  #hasRoom(window: Window, route: Route): boolean {
    if (this.#isBlocked(route.name)) return false
    if (window.inFlight >= MAX_IN_FLIGHT_PER_ROUTE) return false
    if (this.#inFlight >= MAX_IN_FLIGHT && window.inFlight >= GUARANTEED) return false
    return this.#capacity(route) > window.recording + window.preparing
  }

  #of(route: string): Window {
    const known = this.#windows.get(route)
    if (known) return known
    const window: Window = {
      waiting: [],
      inFlight: 0,
      preparing: 0,
      recording: 0,
      full: false,
      spilled: false,
      lastReturnAt: 0,
    }
    this.#windows.set(route, window)
    return window
  }
}

const RANKS: Record<Priority, number> = { high: 0, normal: 1, low: 2 }

/** Behind those of its priority; nearly all have the same. */
function insert(waiting: Job[], job: Job): void {
  const rank = rankOf(job)
  let place = waiting.length
  for (let before = waiting[place - 1]; before && rankOf(before) > rank; before = waiting[place - 1]) place--
  waiting.splice(place, 0, job)
}

function rankOf({ priority = 'normal' }: Job): number {
  return RANKS[priority]
}

export function isOneOf(ids: readonly MessageId[] | null): (job: Job) => boolean {
  const wanted = ids === null ? null : new Set(ids)
  return ({ claim }) => wanted === null || wanted.has(claim.id)
}
