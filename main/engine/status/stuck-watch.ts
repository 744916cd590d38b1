/**
 * Is mail due that nobody tries? That should not be, so it is said only after it was so for a while without a break:
 * mail that was paused for days is overdue in the moment in which it is resumed, and on its way in the next.
 */
import type { Attention, RouteStatus } from '../../../shared/contract/system.ts'
import type { Clock } from '../ports.ts'
import type { QueueStorage } from '../storage/storage.ts'
import { isWhollyOpen } from './circuits-open.ts'
import { spanWords } from './span-words.ts'

export interface StuckQuestion {
  readonly routes: readonly RouteStatus[]
  /** All delivery is paused. */
  readonly paused: boolean
  /** Messages in queued and deferred. */
  readonly waiting: number
  /** When any attempt last came to an end; null where none did since start. */
  readonly lastOutcomeAt: number | null
}

/** Milliseconds after the time at which it was due: claims of a busy minute are no reason to worry. */
const OVERDUE = 120_000
/** Milliseconds for which it has to be so. The longest single wait in a conversation is ten minutes (RFC 5321 §4.5.3.2). */
const PATIENCE = 20 * 60_000

/** Of the whole queue. */
const ALL = ''

export class StuckWatch {
  readonly #clock: Clock
  readonly #storage: Pick<QueueStorage, 'nextDueAt'>
  /** Since when it is so, by route. */
  readonly #since = new Map<string, number>()

  constructor(clock: Clock, storage: Pick<QueueStorage, 'nextDueAt'>) {
    this.#clock = clock
    this.#storage = storage
  }

  /** Called with every status. Asks the store only where nothing has moved for a while. */
  async look(question: StuckQuestion): Promise<Attention[]> {
    const { routes, lastOutcomeAt, paused, waiting } = question
    const flowing = paused || waiting === 0 ? [] : routes.filter(mayMove)
    const others = routes.filter((route) => !flowing.includes(route)).map(({ name }) => name)
    const isStill = flowing.length > 0 && this.#isOld(lastOutcomeAt)
    const all = isStill && (await this.#isOverdue(others))
    const stuckFor = this.#note(ALL, all)
    const slow = all ? [] : flowing.filter((route) => route.waiting > 0 && this.#isOld(movedAt(route)))
    const found: Attention[] = []
    for (const { name } of routes) {
      const isSlow =
        slow.some((route) => route.name === name) &&
        (await this.#isOverdue(
          routes.map((route) => route.name),
          name,
        ))
      const routeFor = this.#note(name, isSlow)
      if (routeFor !== null) found.push(routeStuck(name, routeFor))
    }
    return stuckFor === null ? found : [allStuck(stuckFor)]
  }

  #isOld(at: number | null): boolean {
    return at === null || this.#clock.now() - at > OVERDUE
  }

  async #isOverdue(exceptRoutes: readonly string[], but?: string): Promise<boolean> {
    const dueAt = await this.#storage.nextDueAt(exceptRoutes.filter((name) => name !== but))
    return dueAt !== null && this.#clock.now() - dueAt > OVERDUE
  }

  /** For how long it is so, once that is too long; null until then. */
  #note(what: string, isSo: boolean): number | null {
    if (!isSo) {
      this.#since.delete(what)
      return null
    }
    const now = this.#clock.now()
    const since = Math.min(this.#since.get(what) ?? now, now)
    this.#since.set(what, since)
    return now - since >= PATIENCE ? now - since : null
  }
}

/** Nothing says that its mail should wait. */
function mayMove(route: RouteStatus): boolean {
  const isSignedOut = route.signIn !== null && route.signIn.state !== 'signed-in'
  return !route.paused && route.waitingFor === null && !isSignedOut && !isWhollyOpen(route)
}

function movedAt({ lastSuccessAt, lastFailureAt }: RouteStatus): number | null {
  if (lastSuccessAt === null && lastFailureAt === null) return null
  return Math.max(lastSuccessAt ?? 0, lastFailureAt ?? 0)
}

function allStuck(forMs: number): Attention {
  const text = `Mail has been due for ${spanWords(forMs)}, and nothing was tried, although nothing is paused. Start Mailroom anew: mail goes on where it was. If it happens again, save a support bundle for whoever helps you.`
  return { kind: 'queue-stuck', severity: 'problem', text, subject: null }
}

function routeStuck(name: string, forMs: number): Attention {
  const text = `Mail by the route "${name}" has been due for ${spanWords(forMs)}, and nothing was tried on it. Test the route; where the test is good, start Mailroom anew.`
  return { kind: 'queue-stuck', severity: 'problem', text, subject: name }
}
