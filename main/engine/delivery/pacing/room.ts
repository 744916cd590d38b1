/** What limits leave, and why they leave nothing. Pure, but for the windows that forget what is over. */
import type { Pacing } from '../../../../shared/domain/route.ts'
import type { RouteBlock } from '../route-blocks.ts'
import { sayUntil } from '../say-until.ts'
import type { PaceCount } from './pacer.ts'

export interface Room {
  readonly messages: number
  readonly recipients: number
}

export function roomOf(count: PaceCount, limits: Pacing, now: number): Room {
  const { messagesPerMinute: messages, recipientsPerDay: recipients } = limits
  return {
    messages: messages === undefined ? ANY : left(messages, count.minute.count(now) + count.pendingMessages),
    recipients:
      recipients === undefined ? ANY : left(recipients, count.day.count(now) + count.pendingRecipients),
  }
}

/** Counts what was sent alone: what is only reserved may come back. */
export function whyFull(count: PaceCount, limits: Pacing, now: number): RouteBlock | null {
  const reasons = [
    full(count.minute, limits.messagesPerMinute, now, PER_MINUTE),
    full(count.day, limits.recipientsPerDay, now, PER_DAY),
  ].filter((reason) => reason !== null)
  const last = reasons.sort((a, b) => b.until - a.until)[0]
  return last ? { until: last.until, text: `Waits until ${sayUntil(last.until, now)}: ${last.text}.` } : null
}

/** How much of each limit is used, for people. */
export interface LimitUse {
  /** "12 of 30 messages in a minute". */
  readonly text: string
  readonly used: number
  readonly limit: number
}

export function usedOf(count: PaceCount, limits: Pacing, now: number): LimitUse[] {
  return [
    use(count.minute.count(now), limits.messagesPerMinute, PER_MINUTE),
    use(count.day.count(now), limits.recipientsPerDay, PER_DAY),
  ].filter((one) => one !== null)
}

function use(used: number, limit: number | undefined, what: string): LimitUse | null {
  return limit === undefined ? null : { text: `${number(used)} of ${number(limit)} ${what}`, used, limit }
}

const PER_MINUTE = 'messages in a minute'
const PER_DAY = 'recipients in 24 hours'

const ANY = Number.POSITIVE_INFINITY

function left(limit: number, used: number): number {
  return Math.max(0, limit - used)
}

function full(window: PaceCount['minute'], limit: number | undefined, now: number, what: string) {
  if (limit === undefined) return null
  const used = window.count(now)
  if (used < limit) return null
  return { until: window.roomAt(now, limit), text: `${number(used)} of ${number(limit)} ${what}` }
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
