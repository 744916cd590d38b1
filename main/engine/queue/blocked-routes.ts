/** Routes that take nothing now although nobody paused them, as delivery says. Nothing polls: a timer ends what has an end. */
import type { Route } from '../../../shared/domain/route.ts'
import type { Delivery, RouteBlock } from '../delivery/delivery.ts'
import type { Clock, Dispose } from '../ports.ts'

export interface BlockedRoutesOptions {
  readonly delivery: Pick<Delivery, 'blocked' | 'onBlocksChanged'>
  readonly routes: () => readonly Route[]
  readonly clock: Clock
  /** Another route is blocked, or one is no longer. */
  readonly onChange: () => void
}

/** Milliseconds. For a block that ends sooner, what waits for room may stay where it is. */
const SHORT = 10_000

export class BlockedRoutes {
  readonly #options: BlockedRoutesOptions
  #blocks = new Map<string, RouteBlock>()
  #timer: Dispose | null = null
  #unsubscribe: Dispose | null = null

  constructor(options: BlockedRoutesOptions) {
    this.#options = options
  }

  start(): void {
    this.#unsubscribe = this.#options.delivery.onBlocksChanged(() => this.refresh())
    this.refresh()
  }

  stop(): void {
    this.#unsubscribe?.()
    this.#timer?.()
  }

  names(): string[] {
    return [...this.#blocks.keys()]
  }

  has(route: string): boolean {
    return this.#blocks.has(route)
  }

  /** Longer than what waits for room may stay. */
  isLong(route: string): boolean {
    const block = this.#blocks.get(route)
    if (!block) return false
    return block.until === null || block.until - this.#options.clock.now() >= SHORT
  }

  /** Asks delivery about every route. */
  refresh(): void {
    const { delivery, routes, onChange } = this.#options
    const before = this.#blocks
    this.#blocks = new Map(
      routes().flatMap((route): [string, RouteBlock][] => {
        const block = delivery.blocked(route)
        return block === null ? [] : [[route.name, block]]
      }),
    )
    this.#wakeAtEnd()
    if (before.size > 0 || this.#blocks.size > 0) onChange()
  }

  #wakeAtEnd(): void {
    this.#timer?.()
    this.#timer = null
    const { clock } = this.#options
    const ends = [...this.#blocks.values()].map(({ until }) => until).filter((until) => until !== null)
    if (ends.length === 0) return
    // At least a millisecond: a block that is over by the clock and not yet by delivery must not spin.
    const delay = Math.max(Math.min(...ends) - clock.now(), 1)
    this.#timer = clock.after(delay, () => this.refresh())
  }
}
