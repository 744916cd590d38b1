/** When a recipient is tried again, when its sender hears of the delay, and when it is given up. Pure; milliseconds. */
import type { Retry } from '../../../shared/domain/config.ts'
import { parseDuration } from '../../../shared/domain/duration.ts'
import type { Route } from '../../../shared/domain/route.ts'

export interface RetryPolicy {
  /** Delay after the first, second, … failed attempt; the last one repeats. Never empty. */
  readonly delays: readonly number[]
  readonly expireAfter: number
  readonly delayNoticeAfter: number
}

/** The general settings with what the route has of its own in their place. */
export function retryPolicy(retry: Retry, route: Route | null): RetryPolicy {
  const own = route?.retry
  return {
    delays: (own?.schedule ?? retry.schedule).map(parseDuration),
    expireAfter: parseDuration(own?.expireAfter ?? retry.expireAfter),
    delayNoticeAfter: parseDuration(own?.delayNoticeAfter ?? retry.delayNoticeAfter),
  }
}

/** Jitter spreads what failed together: ±10 % of the delay. */
const JITTER = 0.1

/**
 * The time of the next attempt after `failures` failed ones (at least 1), `random` at least 0 and below 1. The last
 * attempt is made just when the mail expires, however long the delay would be.
 */
export function nextAttemptAt(
  policy: RetryPolicy,
  {
    receivedAt,
    failures,
    now,
    random,
  }: { receivedAt: number; failures: number; now: number; random: number },
): number {
  const step = Math.min(Math.max(failures, 1), policy.delays.length) - 1
  const delay = policy.delays[step] ?? 0
  const planned = Math.round(now + delay * (1 - JITTER + 2 * JITTER * random))
  const last = expiresAt(policy, receivedAt)
  return now < last ? Math.min(planned, last) : planned
}

/** Asked after each failed attempt: mail that is as old as this is not tried again. */
export function expiresAt(policy: RetryPolicy, receivedAt: number): number {
  return receivedAt + policy.expireAfter
}

/**
 * Is it time to tell the sender that a recipient still waits? Once each; who wants none is the caller's to know. Asked
 * when an attempt defers, which can quote a fresh answer, and by delay-notices.ts of mail that waits without one. Held
 * mail is the operator's to decide about, and is not told of.
 */
export function isDelayNoticeDue(
  policy: RetryPolicy,
  { receivedAt, noticeSentAt, now }: { receivedAt: number; noticeSentAt: number | null; now: number },
): boolean {
  return noticeSentAt === null && now - receivedAt >= policy.delayNoticeAfter
}
