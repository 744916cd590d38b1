import type { Clock } from '../ports.ts'

export interface RouteHealth {
  readonly lastSuccessAt: number | null
  readonly lastFailureAt: number | null
  readonly lastFailure: string | null
}

const UNKNOWN: RouteHealth = { lastSuccessAt: null, lastFailureAt: null, lastFailure: null }

/** How each route fared since start. */
export class RouteHealthLog {
  readonly #clock: Clock
  readonly #routes = new Map<string, RouteHealth>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  succeeded(route: string): void {
    this.#routes.set(route, { ...this.of(route), lastSuccessAt: this.#clock.now() })
  }

  failed(route: string, problem: string): void {
    this.#routes.set(route, { ...this.of(route), lastFailureAt: this.#clock.now(), lastFailure: problem })
  }

  of(route: string): RouteHealth {
    return this.#routes.get(route) ?? UNKNOWN
  }
}
