/**
 * The circuits of every host of every smart host route, and its refused sign-ins, in memory: a restart begins with closed
 * ones.
 */
import type { CircuitStatus } from '../../../../shared/contract/system.ts'
import { parseDuration } from '../../../../shared/domain/duration.ts'
import { formatReply } from '../../../../shared/domain/reply.ts'
import type { FallbackHost, Route, SmarthostRoute } from '../../../../shared/domain/route.ts'
import type { Clock, Dispose } from '../../ports.ts'
import type { HostGate } from '../connection-pool.ts'
import type { BlockSource, RouteBlock } from '../route-blocks.ts'
import { sayUntil } from '../say-until.ts'
import type { SessionProblem } from '../session-problem.ts'
import { type Circuit, type CircuitEvent, CLOSED_CIRCUIT, nextCircuit } from './circuit-state.ts'
import { isHostFailure, isSignInRefusal } from './is-host-failure.ts'
import { RefusedSignIns } from './refused-sign-ins.ts'

/** The hosts of a route in the order in which they are tried. */
export function hostsOf({ host, port, implicitTls, fallbacks }: SmarthostRoute): readonly FallbackHost[] {
  const first = { host, port, ...(implicitTls === undefined ? {} : { implicitTls }) }
  return [first, ...fallbacks]
}

export class CircuitBoard implements BlockSource {
  readonly #clock: Clock
  /** Only circuits with something to remember: by route, then by "host:port". */
  readonly #routes = new Map<string, Map<string, Circuit>>()
  readonly #signIns = new RefusedSignIns()
  readonly #listeners = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What the connection pool asks and tells about a host. */
  gate(route: SmarthostRoute, host: FallbackHost): HostGate {
    const tell = (event: CircuitEvent) => this.#tell(route, host, event)
    return {
      mayEnter: () => this.#mayOpen(route, host),
      enter: () => {
        const may = this.#mayOpen(route, host)
        if (may) tell({ kind: 'asked', now: this.#clock.now() })
        return may
      },
      isOneByOne: () => route.auth !== undefined && !this.#signIns.isProven(route.name),
      opened: () => {
        if (route.auth !== undefined && this.#signIns.accepted(route.name)) this.#changed()
        tell({ kind: 'succeeded' })
      },
      failed: (problem) => {
        const now = this.#clock.now()
        if (isSignInRefusal(problem)) {
          tell({ kind: 'succeeded' })
          const until = this.#signIns.refused(route.name, problem, now)
          this.#changed()
          return { kind: 'remember', until }
        }
        tell(
          isHostFailure(problem)
            ? { kind: 'failed', now, reason: reasonOf(problem) }
            : { kind: 'given-up', now },
        )
        return { kind: this.#mayOpen(route, host) ? 'back-off' : 'shut' }
      },
      left: () => tell({ kind: 'given-up', now: this.#clock.now() }),
    }
  }

  statuses(route: Route): CircuitStatus[] {
    if (route.kind !== 'smarthost') return []
    return hostsOf(route).map((host) => {
      const circuit = this.#of(route, host)
      return {
        host: `${host.host}:${host.port}`,
        state: circuit.kind,
        until: circuit.kind === 'open' ? circuit.until : null,
        reason: circuit.kind === 'closed' ? null : circuit.reason,
      }
    })
  }

  /** While every host is left alone, until the first of them is tried again; and while a refused sign-in rests. */
  blocked(route: Route): RouteBlock | null {
    if (route.kind !== 'smarthost') return null
    const now = this.#clock.now()
    const refused = this.#signIns.blocked(route.name, now)
    if (refused !== null || !this.#routes.has(route.name)) return refused
    const circuits = hostsOf(route).map((host) => this.#of(route, host))
    const open = circuits.filter((circuit) => circuit.kind === 'open')
    if (open.length < circuits.length) return null
    const next = open.reduce((one, other) => (other.until < one.until ? other : one))
    if (now >= next.until) return null
    const hosts = open.length === 1 ? 'the host fails' : 'all its hosts fail'
    return {
      until: next.until,
      text: `Waits until ${sayUntil(next.until, now)}, then one connection tries it: ${hosts}. ${next.reason}`,
      reason: next.reason,
    }
  }

  /** How many messages may be in work: one, where only a host or a sign-in that is being tried is left. */
  room(route: Route): number {
    if (this.#signIns.isRefused(route.name)) return 1
    if (route.kind !== 'smarthost' || !this.#routes.has(route.name)) return Number.POSITIVE_INFINITY
    const usable = hostsOf(route).some((host) => this.#of(route, host).kind === 'closed')
    return usable ? Number.POSITIVE_INFINITY : 1
  }

  /** The operator says, or changed settings do, that the hosts and the sign-in are worth another try. */
  close(route: string): void {
    const wasOpen = this.#routes.delete(route)
    if (this.#signIns.forget(route) || wasOpen) this.#changed()
  }

  closeAll(): void {
    if (this.#routes.size === 0) return
    this.#routes.clear()
    this.#changed()
  }

  onChange(listener: () => void): Dispose {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #mayOpen(route: SmarthostRoute, host: FallbackHost): boolean {
    const circuit = this.#of(route, host)
    return circuit.kind === 'closed' || (circuit.kind === 'open' && this.#clock.now() >= circuit.until)
  }

  #of(route: SmarthostRoute, host: FallbackHost): Circuit {
    return this.#routes.get(route.name)?.get(keyOf(host)) ?? CLOSED_CIRCUIT
  }

  #tell(route: SmarthostRoute, host: FallbackHost, event: CircuitEvent): void {
    const before = this.#of(route, host)
    const { failures, pause } = route.circuit
    const after = nextCircuit(before, event, { failures, pause: parseDuration(pause) })
    if (after === before) return
    this.#remember(route.name, keyOf(host), after)
    if (after.kind === 'open')
      this.#clock.after(after.until - this.#clock.now(), () => this.#pauseOver(route, host, after))
    if (after.kind !== before.kind) this.#changed()
  }

  /** The timer's word counts: by a clock that was set back the pause would last longer. */
  #pauseOver(route: SmarthostRoute, host: FallbackHost, open: Circuit & { readonly kind: 'open' }): void {
    const until = Math.min(open.until, this.#clock.now())
    if (this.#of(route, host) === open) this.#remember(route.name, keyOf(host), { ...open, until })
    this.#changed()
  }

  #remember(route: string, host: string, circuit: Circuit): void {
    const circuits = this.#routes.get(route) ?? new Map<string, Circuit>()
    if (circuit === CLOSED_CIRCUIT) circuits.delete(host)
    else circuits.set(host, circuit)
    if (circuits.size === 0) this.#routes.delete(route)
    else this.#routes.set(route, circuits)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

function keyOf({ host, port }: FallbackHost): string {
  return `${host}:${port}`
}

function reasonOf({ host, reply }: SessionProblem): string {
  return reply.code === null ? reply.text : `${host ?? 'The host'} answered ${formatReply(reply)}`
}
