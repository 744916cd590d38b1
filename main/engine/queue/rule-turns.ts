/** Who may go on under the rate limits of rules: a sliding window for each, in memory, with turns given ahead. */
import type { MessageId } from '../../../shared/domain/id.ts'
import type { RateLimit } from './find-wait.ts'

/** Turns given ahead under one rule; who comes then is sent to the last of them and asks again. */
const MAX_AHEAD = 20_000

interface Turns {
  readonly limit: RateLimit
  /** In the order in which they were given, which is that of time. */
  readonly byMessage: Map<MessageId, number>
  /** The same times, from the first that still counts. */
  readonly times: number[]
}

export class RuleTurns {
  readonly #rules = new Map<string, Turns>()

  /**
   * When a message may go on: now or earlier where it may at once. It keeps its turn, so that coming back for another
   * try, or because no connection was free, takes no second one within the period.
   */
  turnAt(rule: string, limit: RateLimit, message: MessageId, now: number): number {
    const turns = this.#of(rule, limit)
    forgetPast(turns, now)
    const given = turns.byMessage.get(message)
    if (given !== undefined) return given
    const turn = nextTurn(turns, now)
    if (turns.times.length >= limit.messages + MAX_AHEAD) return turn
    turns.times.push(turn)
    turns.byMessage.set(message, turn)
    return turn
  }

  /** Another limit begins anew. */
  #of(rule: string, limit: RateLimit): Turns {
    const known = this.#rules.get(rule)
    if (known && known.limit.messages === limit.messages && known.limit.per === limit.per) return known
    const fresh: Turns = { limit, byMessage: new Map(), times: [] }
    this.#rules.set(rule, fresh)
    return fresh
  }
}

/** A turn counts for one period. */
function forgetPast({ limit, byMessage, times }: Turns, now: number): void {
  const past = times.findIndex((time) => time > now - limit.per)
  times.splice(0, past < 0 ? times.length : past)
  for (const [message, time] of byMessage) {
    if (time > now - limit.per) break
    byMessage.delete(message)
  }
}

function nextTurn({ limit, times }: Turns, now: number): number {
  const before = times[times.length - limit.messages]
  return before === undefined ? Math.max(now, times.at(-1) ?? now) : Math.max(now, before + limit.per)
}
