/**
 * Sessions by destination: idle ones are used again, and no route and no host gets more than its limit. A request
 * that finds every place taken waits its turn, first come, first served for each host.
 */
import type { Clock, Dispose } from '../ports.ts'
import { type HostFailure, mayTry, pauseAfter } from './host-backoff.ts'
import { SessionProblem } from './session-problem.ts'
import type { SmtpSession } from './smtp-session.ts'

/**
 * shut      the gate keeps everybody out from now on
 * remember  everybody gets the same problem until then, in milliseconds since 1970
 * back-off  as host-backoff.ts says
 */
export type AfterFailure =
  | { readonly kind: 'shut' | 'back-off' }
  | { readonly kind: 'remember'; readonly until: number }

/**
 * Says whether a host may be asked for a connection, and hears what became of it: the circuit of a smart host. As long as
 * it is not shut, host-backoff.ts spares a host that fails.
 */
export interface HostGate {
  mayEnter(): boolean
  /** As mayEnter, for a connection that is opened now; exactly one of the three below follows where it answers true. */
  enter(): boolean
  /** Nobody knows whether the sign-in works: one connection tries it, and the others wait for what becomes of it. */
  isOneByOne(): boolean
  opened(): void
  failed(problem: SessionProblem): AfterFailure
  /** The connection was given up by ourselves. */
  left(): void
}

/** One host of one route. */
export interface Destination {
  readonly route: string
  readonly host: string
  readonly port: number
  /** Sessions that were opened under another security are not shared, nor are failures (mx-security.ts). */
  readonly security?: string
  readonly maxConnections: number
  readonly maxConnectionsPerHost: number
  /** How many requests may wait for the host; more are turned away, so that a slow host does not hold up others. */
  readonly maxWaiting: number
  readonly open: (signal: AbortSignal) => Promise<SmtpSession>
  readonly gate?: HostGate
}

/** Thrown where nothing was tried because the host is left alone: another one may do. */
export class HostResting extends Error {
  override readonly name = 'HostResting'
}

/** Thrown where nothing was tried: no place free, or the pool is stopping. */
export class NotTried extends Error {
  override readonly name = 'NotTried'
}

export interface PoolLimits {
  /** Milliseconds an idle connection is kept. */
  readonly idle: number
  /** Messages and milliseconds after which a connection is closed, so that a peer's balancing gets a say. */
  readonly messages: number
  readonly age: number
}

export const POOL_LIMITS: PoolLimits = { idle: 30_000, messages: 500, age: 300_000 }

interface Waiter {
  readonly destination: Destination
  readonly signal: AbortSignal
  readonly resolve: (session: SmtpSession) => void
  readonly reject: (problem: unknown) => void
}

interface HostPlaces {
  readonly route: string
  /** Opening, busy and idle. */
  taken: number
  /** Of these, those that are set up: busy and idle. */
  live: number
  readonly idle: { readonly session: SmtpSession; readonly cancelTimer: Dispose }[]
  readonly waiters: Waiter[]
  failure: { readonly pause: HostFailure; readonly problem: SessionProblem } | null
  /** The host would not have another connection beside those that work: so many are possible for a while. */
  ceiling: { readonly count: number; readonly until: number } | null
}

/** Milliseconds for which a ceiling holds. */
const CEILING_HOLDS = 30_000

/** Hosts that are remembered without a connection; beyond it those that can be forgotten are. */
const MAX_IDLE_HOSTS = 500

export class ConnectionPool {
  readonly #clock: Clock
  readonly #limits: PoolLimits
  readonly #hosts = new Map<string, HostPlaces>()
  readonly #takenByRoute = new Map<string, number>()
  readonly #sessions = new Map<SmtpSession, { readonly places: HostPlaces; outdated: boolean }>()
  /** What is being opened, to be given up when stop may wait no longer. */
  readonly #opening = new Set<AbortController>()
  #stopped = false
  #onEmpty: (() => void) | null = null

  constructor(clock: Clock, limits: PoolLimits = POOL_LIMITS) {
    this.#clock = clock
    this.#limits = limits
  }

  /**
   * A session to use and to give back. `fresh` passes idle ones over while there is a place for a new one. Rejects with
   * the SessionProblem of the host, also at once while that is remembered, with HostResting, or with NotTried.
   */
  acquire(destination: Destination, signal: AbortSignal, fresh = false): Promise<SmtpSession> {
    if (this.#stopped || signal.aborted) return Promise.reject(new NotTried())
    const places = this.#placesOf(destination)
    const idle = fresh ? null : this.#takeIdle(places)
    if (idle) return Promise.resolve(idle)
    if (places.failure && !mayTry(places.failure.pause, this.#clock.now()))
      return Promise.reject(places.failure.problem)
    if (places.live === 0 && destination.gate?.mayEnter() === false) return Promise.reject(new HostResting())
    if (this.#hasPlace(destination, places)) return this.#open(destination, places, signal)
    const any = this.#takeIdle(places)
    if (any) return Promise.resolve(any)
    if (places.waiters.length >= destination.maxWaiting) return Promise.reject(new NotTried())
    return this.#wait(destination, places, signal)
  }

  /** Back after a transaction; what cannot be used again is closed. */
  release(session: SmtpSession) {
    const entry = this.#sessions.get(session)
    if (!entry) return
    if (!session.usable || entry.outdated || this.#stopped || this.#isWorn(session)) return session.quit()
    const waiter = entry.places.waiters.shift()
    if (waiter) return waiter.resolve(session)
    const cancelTimer = this.#clock.after(this.#limits.idle, () => session.quit())
    entry.places.idle.push({ session, cancelTimer })
    this.#wakeRoute(entry.places.route)
  }

  /** Connections of a route in use or being opened. */
  busy(route: string): number {
    let idle = 0
    for (const places of this.#hosts.values()) if (places.route === route) idle += places.idle.length
    return (this.#takenByRoute.get(route) ?? 0) - idle
  }

  /** Settings changed: what is open was opened with the old ones, and what failed may work now. */
  renew(): void {
    for (const [key, places] of this.#hosts) {
      places.failure = null
      places.ceiling = null
      if (isUnused(places)) this.#hosts.delete(key)
      for (const { session } of [...places.idle]) session.quit()
    }
    for (const entry of this.#sessions.values()) entry.outdated = true
  }

  /** What failed on a route may work now. */
  forgetFailures(route: string): void {
    for (const places of this.#hosts.values()) if (places.route === route) places.failure = null
  }

  /** Resolves when every connection is closed; after the signal they are cut. */
  async stop(signal: AbortSignal): Promise<void> {
    this.#stopped = true
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve
    })
    for (const places of this.#hosts.values()) {
      for (const waiter of places.waiters.splice(0)) waiter.reject(new NotTried())
      for (const { session } of [...places.idle]) session.quit()
    }
    const cut = () => {
      for (const opening of this.#opening) opening.abort()
      for (const session of [...this.#sessions.keys()]) session.destroy()
    }
    if (signal.aborted) cut()
    signal.addEventListener('abort', cut, { once: true })
    if (!this.#isEmpty()) await empty
    signal.removeEventListener('abort', cut)
  }

  #placesOf({ route, host, port, security = '' }: Destination): HostPlaces {
    const key = `${route}\n${host}\n${port}\n${security}`
    const known = this.#hosts.get(key)
    if (known) return known
    if (this.#hosts.size >= MAX_IDLE_HOSTS) this.#forgetHosts()
    const places: HostPlaces = {
      route,
      taken: 0,
      live: 0,
      idle: [],
      waiters: [],
      failure: null,
      ceiling: null,
    }
    this.#hosts.set(key, places)
    return places
  }

  #forgetHosts(): void {
    const now = this.#clock.now()
    for (const [key, places] of this.#hosts)
      if (isUnused(places) && mayTry(places.failure?.pause, now)) this.#hosts.delete(key)
  }

  /** The one used last is the least likely to have been closed by the peer. */
  #takeIdle(places: HostPlaces): SmtpSession | null {
    for (;;) {
      const entry = places.idle.pop()
      if (!entry) return null
      entry.cancelTimer()
      if (entry.session.usable) return entry.session
    }
  }

  #hasPlace(destination: Destination, places: HostPlaces): boolean {
    const { ceiling } = places
    if (places.taken > places.live && destination.gate?.isOneByOne() === true) return false
    const limit =
      ceiling && isHolding(ceiling.until, this.#clock.now()) ? ceiling.count : Number.POSITIVE_INFINITY
    if (places.taken >= Math.min(limit, destination.maxConnectionsPerHost)) return false
    if ((this.#takenByRoute.get(destination.route) ?? 0) < destination.maxConnections) return true
    this.#quitOneIdle(destination.route)
    return false
  }

  /** Makes room on the route; the place is free when the connection has ended. */
  #quitOneIdle(route: string) {
    for (const places of this.#hosts.values()) {
      if (places.route !== route) continue
      const idle = places.idle.shift()
      if (!idle) continue
      idle.cancelTimer()
      return idle.session.quit()
    }
  }

  async #open(destination: Destination, places: HostPlaces, signal: AbortSignal): Promise<SmtpSession> {
    const startedAt = this.#clock.now()
    if (destination.gate?.enter() === false) throw new HostResting()
    this.#take(places, 1)
    try {
      const session = await this.#openUntil(destination, signal)
      places.failure = null
      destination.gate?.opened()
      places.live += 1
      this.#sessions.set(session, { places, outdated: false })
      session.whenGone(() => this.#gone(session, places))
      if (!session.usable) this.#gone(session, places)
      // Those who waited for its sign-in.
      this.#wakeHost(places)
      return session
    } catch (problem) {
      this.#take(places, -1)
      if (this.#isEmpty()) this.#onEmpty?.()
      if (this.#stopped) {
        destination.gate?.left()
        throw new NotTried()
      }
      const others = isCrowding(problem) ? places.taken : places.live
      if (problem instanceof SessionProblem && others > 0 && !signal.aborted) {
        destination.gate?.left()
        places.ceiling = { count: others, until: this.#clock.now() + CEILING_HOLDS }
        return this.#takeIdle(places) ?? (await this.#wait(destination, places, signal))
      }
      this.#remember(destination, places, problem, { startedAt, aborted: signal.aborted })
      this.#wakeHost(places)
      throw problem
    }
  }

  /** AbortSignal.any would do, but on Node 20 it leaks with signals that live long. */
  async #openUntil(destination: Destination, signal: AbortSignal): Promise<SmtpSession> {
    const opening = new AbortController()
    const abort = () => opening.abort()
    signal.addEventListener('abort', abort, { once: true })
    this.#opening.add(opening)
    try {
      return await destination.open(opening.signal)
    } finally {
      this.#opening.delete(opening)
      signal.removeEventListener('abort', abort)
    }
  }

  /** An attempt that was aborted, or met no host, says nothing of it. Those who wait fail with it while it is remembered. */
  #remember(
    { gate }: Destination,
    places: HostPlaces,
    problem: unknown,
    { startedAt, aborted }: { startedAt: number; aborted: boolean },
  ): void {
    if (!(problem instanceof SessionProblem) || problem.host === null || aborted) {
      gate?.left()
      return
    }
    const after = gate?.failed(problem) ?? { kind: 'back-off' }
    if (after.kind === 'shut') {
      places.failure = null
      return
    }
    const now = this.#clock.now()
    const pause =
      after.kind === 'remember'
        ? { since: now, until: after.until }
        : pauseAfter({ phase: problem.phase, startedAt, now })
    places.failure = { pause, problem }
  }

  #gone(session: SmtpSession, places: HostPlaces): void {
    if (!this.#sessions.delete(session)) return
    places.live -= 1
    const index = places.idle.findIndex((idle) => idle.session === session)
    if (index >= 0) places.idle.splice(index, 1)[0]?.cancelTimer()
    this.#take(places, -1)
    this.#wakeHost(places)
    this.#wakeRoute(places.route)
    if (this.#isEmpty()) this.#onEmpty?.()
  }

  #isEmpty(): boolean {
    for (const places of this.#hosts.values()) if (places.taken > 0) return false
    return true
  }

  #take(places: HostPlaces, count: 1 | -1): void {
    places.taken += count
    this.#takenByRoute.set(places.route, (this.#takenByRoute.get(places.route) ?? 0) + count)
  }

  #wait(destination: Destination, places: HostPlaces, signal: AbortSignal): Promise<SmtpSession> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        const index = places.waiters.indexOf(waiter)
        if (index >= 0) places.waiters.splice(index, 1)
        reject(new NotTried())
      }
      const settle = () => signal.removeEventListener('abort', onAbort)
      const waiter: Waiter = {
        destination,
        signal,
        resolve: (session) => {
          settle()
          resolve(session)
        },
        reject: (problem) => {
          settle()
          reject(problem)
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      places.waiters.push(waiter)
    })
  }

  /** Gives waiters another try at a place, or the failure that everybody gets. */
  #wakeHost(places: HostPlaces) {
    for (let count = places.waiters.length; count > 0; count--) {
      const waiter = places.waiters[0]
      if (!waiter || this.#stopped) return
      const failing = places.failure !== null && !mayTry(places.failure.pause, this.#clock.now())
      if (!failing && !this.#hasPlace(waiter.destination, places)) return
      places.waiters.shift()
      this.acquire(waiter.destination, waiter.signal).then(waiter.resolve, waiter.reject)
    }
  }

  /** A place on the route came free: whoever waits for a host that has none of its own. */
  #wakeRoute(route: string): void {
    for (const places of this.#hosts.values())
      if (places.route === route && places.waiters.length > 0) this.#wakeHost(places)
  }

  #isWorn(session: SmtpSession): boolean {
    const age = this.#clock.now() - session.parts.openedAt
    return session.isSpent || session.uses >= this.#limits.messages || age >= this.#limits.age
  }
}

/** A clock that was set back must not let it hold for years. */
function isHolding(until: number, now: number): boolean {
  return now < until && until - now <= CEILING_HOLDS
}

function isUnused(places: HostPlaces): boolean {
  return places.taken === 0 && places.waiters.length === 0
}

/** 4xx before any command: "too many connections", so those that are still being opened may yet do (RFC 5321 §3.8). */
function isCrowding(problem: unknown): boolean {
  if (!(problem instanceof SessionProblem) || problem.reply.code === null) return false
  return (problem.phase === 'greeting' || problem.phase === 'ehlo') && problem.reply.code < 500
}
