/** What an outcome or a decision means for a recipient: its event, its history entry, and who must be told. Pure. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Retry } from '../../../shared/domain/config.ts'
import { formatDuration } from '../../../shared/domain/duration.ts'
import type { MessageEvent } from '../../../shared/domain/message.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import { formatReply, type Reply } from '../../../shared/domain/reply.ts'
import type { RecipientOutcome } from '../delivery/delivery.ts'
import type { Rejection } from '../rules/evaluate-rules.ts'
import type { Claim, RecipientResult } from '../storage/storage.ts'
import type { Job } from './job.ts'
import { decideReport, isReport } from './reports/decide-report.ts'
import type { ReportedRecipient } from './reports/report-content.ts'
import {
  expiresAt,
  isDelayNoticeDue,
  nextAttemptAt,
  type RetryPolicy,
  retryPolicy,
} from './retry-schedule.ts'
import type { RecipientEvent } from './transition.ts'

export interface Judgement {
  readonly result: RecipientResult
  /**
   * What the sender is told; null where nothing, or where the sender wants no such report. A failure or delay in the
   * commit of the result, a success (isSuccess) after it: what was delivered is recorded before anything else happens.
   */
  readonly report: ReportedRecipient | null
}

interface Moment {
  readonly now: number
  /** At least 0, below 1. */
  readonly random: number
}

/** An answer, and how it came about. */
interface Answer {
  readonly reply: Reply
  readonly host: string | null
  readonly sessionId: string | null
  readonly route: string | null
  readonly rule: string | null
}

export function judgeOutcome(
  job: Job,
  recipient: Recipient,
  outcome: Exclude<RecipientOutcome, { kind: 'released' }>,
  { retry, now, random }: Moment & { readonly retry: Retry },
): Judgement {
  const { claim, route } = job
  const { reply, host, sessionId } = outcome
  const rule = job.rules.get(recipient.number) ?? null
  const answer: Answer = { reply, host, sessionId, route: route.name, rule }
  switch (outcome.kind) {
    case 'delivered': {
      const event: RecipientEvent = { kind: 'Deliver', route: route.name, host, reply }
      const cause = successOf(outcome.nextHopKnowsDsn)
      return judgeSuccess(claim, recipient, event, 'Delivery', answer, { cause, now })
    }
    case 'captured': {
      const event: RecipientEvent = { kind: 'Capture', route: route.name, reply }
      return judgeSuccess(claim, recipient, event, 'Capture', answer, { cause: 'delivered', now })
    }
    case 'deferred':
      return judgeFailure(claim, recipient, answer, retryPolicy(retry, route), { now, random })
    case 'refused':
      return judgeRefusal(claim, recipient, answer, 'refused', now)
    default:
      return assertNever(outcome)
  }
}

/** RFC 3461 §5.2.2: a next hop that knows DSN reports itself; after one that does not, nobody else will. */
function successOf(nextHopKnowsDsn: boolean | undefined): 'delivered' | 'relayed' | null {
  if (nextHopKnowsDsn === undefined) return 'delivered'
  return nextHopKnowsDsn ? null : 'relayed'
}

function judgeSuccess(
  claim: Claim,
  recipient: Recipient,
  event: RecipientEvent,
  kind: 'Delivery' | 'Capture',
  answer: Answer,
  { cause, now }: { readonly cause: 'delivered' | 'relayed' | null; readonly now: number },
): Judgement {
  const isAsked = recipient.notify?.includes('success') ?? false
  if (!isAsked) return quiet(claim, recipient, event, kind, answer, now)
  const decision = decideReport(claim, recipient, 'success')
  const told = decision.kind === 'tell' ? `The sender is told: ${claim.envelope.sender}` : decision.why
  const note = cause === null ? 'The next server tells the sender of the delivery.' : told
  const report: ReportedRecipient | null =
    cause !== null && decision.kind === 'tell'
      ? { ...reported(recipient, answer, now), cause, retryUntil: null }
      : null
  return { result: result(claim, recipient, event, entry(kind, answer, now, { note })), report }
}

/** A rule's 5xx is final; its 4xx waits like any next hop's, and may be another rule's turn next time. */
export function judgeRejection(
  claim: Claim,
  recipient: Recipient,
  { code, enhanced, text, rule }: Rejection,
  { retry, now, random }: Moment & { readonly retry: Retry },
): Judgement {
  const answer: Answer = { reply: { code, enhanced, text }, host: null, sessionId: null, route: null, rule }
  return code < 500
    ? judgeFailure(claim, recipient, answer, retryPolicy(retry, null), { now, random })
    : judgeRefusal(claim, recipient, answer, 'rule', now)
}

/** A reason to wait, in words that stay the same while it is the same reason, and until when. */
export interface WaitReason {
  readonly route: string
  readonly rule: string | null
  readonly text: string
  readonly until: number
}

/** Nothing was tried. The history tells each reason once; mail that is too old is given up all the same. */
export function judgeWait(
  claim: Claim,
  recipient: Recipient,
  { route, rule, text, until }: WaitReason,
  { policy, now }: { readonly policy: RetryPolicy; readonly now: number },
): Judgement {
  const reply = { code: null, enhanced: null, text }
  const answer: Answer = { reply, host: null, sessionId: null, route, rule }
  const last = expiresAt(policy, claim.receivedAt)
  if (now >= last) return giveUp(claim, recipient, answer, policy, { now, lastAttemptAt: null })
  const nextAttemptAt = Math.min(until, last)
  const isTold = recipient.lastReply?.text === text && recipient.lastReply.code === null
  const history = isTold ? null : entry('Wait', answer, now, { nextAttemptAt })
  return {
    result: result(claim, recipient, { kind: 'Wait', route, reply, nextAttemptAt }, history),
    report: null,
  }
}

/**
 * Too old, on a route that takes nothing: given up without another attempt.
 * @param why the words of the block; what the next hop said last, and when, is told with them
 */
export function judgeBlocked(
  claim: Claim,
  recipient: Recipient,
  { route, why }: { readonly route: string; readonly why: string },
  { policy, now }: { readonly policy: RetryPolicy; readonly now: number },
): Judgement {
  const { lastReply, lastHost } = recipient
  const last = lastReply === null || lastHost === null ? '' : ` The last answer: ${formatReply(lastReply)}`
  const reply = { code: null, enhanced: null, text: `${why}${last}` }
  const answer: Answer = { reply, host: lastHost, sessionId: null, route, rule: null }
  return giveUp(claim, recipient, answer, policy, { now, lastAttemptAt: null })
}

/** The stored message could not be read, so that nobody knows what the rules say. */
export function judgeUnread(
  claim: Claim,
  recipient: Recipient,
  text: string,
  { retry, now, random }: Moment & { readonly retry: Retry },
): Judgement {
  const reply = { code: null, enhanced: null, text }
  const answer: Answer = { reply, host: null, sessionId: null, route: null, rule: null }
  return judgeFailure(claim, recipient, answer, retryPolicy(retry, null), { now, random })
}

export function judgeHold(
  claim: Claim,
  recipient: Recipient,
  held: { hold: 'rule' | 'no-route'; rule: string | null; text: string; now: number },
): Judgement {
  const reply = { code: null, enhanced: null, text: held.text }
  const answer: Answer = { reply, host: null, sessionId: null, route: null, rule: held.rule }
  return quiet(claim, recipient, { kind: 'HoldByRule', hold: held.hold, reply }, 'Hold', answer, held.now)
}

export function judgeDiscard(
  claim: Claim,
  recipient: Recipient,
  { rule, now }: { rule: string; now: number },
): Judgement {
  const reply = { code: null, enhanced: null, text: `Discarded by the relay rule "${rule}".` }
  const answer: Answer = { reply, host: null, sessionId: null, route: null, rule }
  return quiet(claim, recipient, { kind: 'Discard', reply }, 'Discard', answer, now)
}

export function judgeAdminBounce(claim: Claim, recipient: Recipient, actor: string, now: number): Judgement {
  const reply = { code: 550, enhanced: '5.0.0', text: 'Returned by the operator of this server' }
  const answer: Answer = { reply, host: null, sessionId: null, route: recipient.route, rule: null }
  const report = failureReport(claim, recipient, answer, 'operator', now)
  const history = entry('AdminBounce', answer, now, { note: noteOf(claim, recipient, actor) })
  return { result: result(claim, recipient, { kind: 'AdminBounce', reply }, history), report }
}

/** The attempt did not take place: as it was, to be claimed again at that time. */
export function judgeReturn(claim: Claim, recipient: Recipient, route: string | null, at: number): Judgement {
  return {
    result: result(claim, recipient, { kind: 'ReleaseLease', route, nextAttemptAt: at }, null),
    report: null,
  }
}

/** Tried without success: again later, or given up when it is too old. */
function judgeFailure(
  claim: Claim,
  recipient: Recipient,
  answer: Answer,
  policy: RetryPolicy,
  { now, random }: Moment,
): Judgement {
  const { receivedAt } = claim
  if (now >= expiresAt(policy, receivedAt))
    return giveUp(claim, recipient, answer, policy, { now, lastAttemptAt: now })
  const report = delayReport(claim, recipient, answer, policy, now)
  const failures = recipient.attempts + 1
  const next = nextAttemptAt(policy, { receivedAt, failures, now, random })
  const { route, host, reply } = answer
  const delayNotice = report !== null
  const event: RecipientEvent = { kind: 'Defer', route, host, reply, nextAttemptAt: next, delayNotice }
  return {
    result: result(claim, recipient, event, entry('TransientFailure', answer, now, { nextAttemptAt: next })),
    report,
  }
}

function giveUp(
  claim: Claim,
  recipient: Recipient,
  answer: Answer,
  policy: RetryPolicy,
  { now, lastAttemptAt }: { readonly now: number; readonly lastAttemptAt: number | null },
): Judgement {
  if (isReport(claim)) return judgeDoubleBounce(claim, recipient, answer, now)
  const report = failureReport(claim, recipient, answer, 'expired', now)
  const note = `Given up after ${formatDuration(policy.expireAfter)}. ${noteOf(claim, recipient, null)}`
  const event: RecipientEvent = { kind: 'Expire', route: answer.route, reply: answer.reply }
  return {
    result: result(claim, recipient, event, entry('Expiration', answer, now, { note })),
    report: report && { ...report, lastAttemptAt },
  }
}

function judgeRefusal(
  claim: Claim,
  recipient: Recipient,
  answer: Answer,
  cause: 'refused' | 'rule',
  now: number,
): Judgement {
  if (isReport(claim)) return judgeDoubleBounce(claim, recipient, answer, now)
  const { route, host, reply } = answer
  const report = failureReport(claim, recipient, answer, cause, now)
  const history = entry('Bounce', answer, now, { note: noteOf(claim, recipient, null) })
  return { result: result(claim, recipient, { kind: 'Refuse', route, host, reply }, history), report }
}

/** A report about a report is never sent (RFC 5321 §6.1): it is kept, with its body, for the postmaster. */
function judgeDoubleBounce(claim: Claim, recipient: Recipient, answer: Answer, now: number): Judgement {
  const { reply, route, host } = answer
  const note =
    'Held: this report could not be delivered, and nobody is told by another report. Read it, then delete it; or release it to try once more.'
  return {
    result: result(
      claim,
      recipient,
      { kind: 'HoldByRule', hold: 'double-bounce', reply, tried: { route, host } },
      entry('Hold', answer, now, { note }),
    ),
    report: null,
  }
}

function failureReport(
  claim: Claim,
  recipient: Recipient,
  answer: Answer,
  cause: 'refused' | 'rule' | 'operator' | 'expired',
  now: number,
): ReportedRecipient | null {
  if (decideReport(claim, recipient, 'failure').kind !== 'tell') return null
  return { ...reported(recipient, answer, now), cause, retryUntil: null }
}

function delayReport(
  claim: Claim,
  recipient: Recipient,
  answer: Answer,
  policy: RetryPolicy,
  now: number,
): ReportedRecipient | null {
  const due = isDelayNoticeDue(policy, {
    receivedAt: claim.receivedAt,
    noticeSentAt: recipient.delayNoticeSentAt,
    now,
  })
  if (!due || decideReport(claim, recipient, 'delay').kind !== 'tell') return null
  return {
    ...reported(recipient, answer, now),
    cause: 'delayed',
    retryUntil: expiresAt(policy, claim.receivedAt),
  }
}

function reported(recipient: Recipient, { reply, host }: Answer, now: number) {
  const { address, originalRecipient } = recipient
  return { address, originalRecipient, reply, host, lastAttemptAt: now }
}

function noteOf(claim: Claim, recipient: Recipient, actor: string | null): string {
  const who = actor === null ? '' : `By ${actor}. `
  const decision = decideReport(claim, recipient, 'failure')
  return who + (decision.kind === 'tell' ? `The sender is told: ${claim.envelope.sender}` : decision.why)
}

function quiet(
  claim: Claim,
  recipient: Recipient,
  event: RecipientEvent,
  kind: MessageEvent['kind'],
  answer: Answer,
  now: number,
): Judgement {
  return { result: result(claim, recipient, event, entry(kind, answer, now, {})), report: null }
}

function result(
  claim: Claim,
  recipient: Recipient,
  event: RecipientEvent,
  history: RecipientResult['history'],
): RecipientResult {
  return { message: claim.id, recipient: recipient.number, event, history }
}

function entry(
  kind: MessageEvent['kind'],
  answer: Answer,
  at: number,
  { note = null, nextAttemptAt = null }: { note?: string | null; nextAttemptAt?: number | null },
): NonNullable<RecipientResult['history']> {
  return { ...answer, at, kind, note, nextAttemptAt }
}
