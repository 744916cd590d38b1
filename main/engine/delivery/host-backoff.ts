/**
 * A dead host must not cost every waiting message a time-out. After a failure to get a session, further requests for
 * the host fail at once for a while with the same words. Pure.
 *
 * The pause grows with what the failure cost: a refused connection (a millisecond) is tried again almost at once, so
 * that "Send now" works as soon as the host is back; a connection that timed out pauses for the maximum.
 */
import type { Phase } from './classify-reply.ts'

/** What is remembered of a host that could not be used; nothing for one that can. */
export interface HostFailure {
  /** Milliseconds since 1970, both. */
  readonly since: number
  readonly until: number
}

/** A pause is this many times what the attempt took. */
const PROPORTION = 4
/** Milliseconds. */
const LONGEST_PAUSE = 60_000
/** A peer that answered but said no (too busy, wrong password): asking on at once makes it worse. */
const REFUSAL_PAUSE: Partial<Record<Phase, number>> = { greeting: 2_000, ehlo: 2_000, auth: 10_000 }

export function pauseAfter(failure: { phase: Phase; startedAt: number; now: number }): HostFailure {
  const spent = Math.max(0, failure.now - failure.startedAt)
  const pause = Math.max(spent * PROPORTION, REFUSAL_PAUSE[failure.phase] ?? 0)
  return { since: failure.now, until: failure.now + Math.min(pause, LONGEST_PAUSE) }
}

/** Also where the clock was set back: a pause does not last longer by the difference. */
export function mayTry(failure: HostFailure | undefined, now: number): boolean {
  return failure === undefined || now >= failure.until || now < failure.since
}
