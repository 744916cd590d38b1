/**
 * Routes whose host refused user name and password, or a token. Providers lock accounts after some wrong passwords, so
 * one message tries it, the others wait, and the pauses grow; by route, because all its hosts have the same sign-in.
 */
import { formatReply } from '../../../../shared/domain/reply.ts'
import type { RouteBlock } from '../route-blocks.ts'
import { sayUntil } from '../say-until.ts'
import type { SessionProblem } from '../session-problem.ts'

/** Milliseconds after the first refusal, the second, …; the last from then on. */
const PAUSES = [60_000, 120_000, 240_000, 480_000, 900_000]

interface Refusal {
  /** In a row. */
  readonly count: number
  /** Milliseconds since 1970, both. */
  readonly since: number
  readonly until: number
  readonly words: string
}

export class RefusedSignIns {
  readonly #refusals = new Map<string, Refusal>()
  readonly #proven = new Set<string>()

  /** Has it worked, so that several connections may sign in side by side? */
  isProven(route: string): boolean {
    return this.#proven.has(route)
  }

  isRefused(route: string): boolean {
    return this.#refusals.has(route)
  }

  /** Answers whether that is news: it was refused until now. */
  accepted(route: string): boolean {
    this.#proven.add(route)
    return this.#refusals.delete(route)
  }

  /** Answers until when it is not to be tried again. Connections side by side count as one try. */
  refused(route: string, { reply }: SessionProblem, now: number): number {
    this.#proven.delete(route)
    const before = this.#refusals.get(route)
    if (before && rests(before, now)) return before.until
    const count = (before?.count ?? 0) + 1
    const until = now + pauseOf(count)
    this.#refusals.set(route, { count, since: now, until, words: formatReply(reply) })
    return until
  }

  /** Other settings, or an operator who says that it works now. Answers whether there was anything to forget. */
  forget(route: string): boolean {
    this.#proven.delete(route)
    return this.#refusals.delete(route)
  }

  blocked(route: string, now: number): RouteBlock | null {
    const refusal = this.#refusals.get(route)
    if (refusal === undefined || !rests(refusal, now)) return null
    return {
      until: refusal.until,
      text: `Waits until ${sayUntil(refusal.until, now)}, then one message tries it: the sign-in was refused, and trying on would lock the account. ${refusal.words}`,
      reason: refusal.words,
    }
  }
}

/** Not where the clock was set back: the pause does not last longer by the difference. */
function rests({ since, until }: Refusal, now: number): boolean {
  return now >= since && now < until
}

function pauseOf(count: number): number {
  return PAUSES[Math.min(count, PAUSES.length) - 1] ?? 900_000
}
