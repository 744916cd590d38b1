/** Must mail wait by what the rules say? Pure but for the turns, which are taken as they are asked for. */
import { parseDuration } from '../../../shared/domain/duration.ts'
import type { TimeWindow } from '../../../shared/domain/rule.ts'
import type { AppliedChange } from '../rules/evaluate-rules.ts'
import { type LocalTimeOf, nextOpening } from '../rules/time-window.ts'

export interface RuleWait {
  readonly rule: string
  /** The same as long as the reason is the same. */
  readonly text: string
  /** Milliseconds since 1970; infinite where no time will do. */
  readonly until: number
}

export interface WaitMoment {
  readonly receivedAt: number
  readonly now: number
  readonly localTimeOf: LocalTimeOf
  /** Its turn under the limit of a rule: now or before, it may go on. */
  readonly turnAt: (rule: string, limit: RateLimit) => number
}

export interface RateLimit {
  readonly messages: number
  /** Milliseconds. */
  readonly per: number
}

/** A turn is only taken when nothing else keeps it waiting. null: it goes on. */
export function findWait(changes: readonly AppliedChange[], moment: WaitMoment): RuleWait | null {
  return findDelay(changes, moment) ?? findOpening(changes, moment) ?? findTurn(changes, moment)
}

function findDelay(changes: readonly AppliedChange[], { receivedAt, now }: WaitMoment): RuleWait | null {
  let wait: RuleWait | null = null
  for (const { rule, change } of changes) {
    if (change.kind !== 'delay') continue
    const until = receivedAt + parseDuration(change.for)
    if (until <= now || (wait !== null && wait.until >= until)) continue
    wait = { rule, until, text: `Waits ${change.for} after reception by the relay rule "${rule}".` }
  }
  return wait
}

/** The rule that opens last is the one to wait for; it is asked again then. */
function findOpening(changes: readonly AppliedChange[], { now, localTimeOf }: WaitMoment): RuleWait | null {
  let wait: RuleWait | null = null
  for (const { rule, change } of changes) {
    if (change.kind !== 'delay-until') continue
    const until = nextOpening(change.windows, now, localTimeOf) ?? Number.POSITIVE_INFINITY
    if (until <= now || (wait !== null && wait.until >= until)) continue
    const text = `Waits for the times of the relay rule "${rule}": ${change.windows.map(describe).join(', ')}.`
    wait = { rule, until, text }
  }
  return wait
}

function findTurn(changes: readonly AppliedChange[], { now, turnAt }: WaitMoment): RuleWait | null {
  for (const { rule, change } of changes) {
    if (change.kind !== 'rate-limit') continue
    const { messages, per } = change
    const until = turnAt(rule, { messages, per: parseDuration(per) })
    if (until > now)
      return {
        rule,
        until,
        text: `Waits for its turn: the relay rule "${rule}" lets ${messages} in ${per} through.`,
      }
  }
  return null
}

function describe({ days, from, to }: TimeWindow): string {
  return `${days === undefined ? '' : `${days.join(' ')} `}${from}-${to}`
}
