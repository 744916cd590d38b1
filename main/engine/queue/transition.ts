/**
 * The life of one recipient: a pure function of its state and what happened.
 *
 *            Claim     Deliver    Defer     Wait      Refuse   Expire   Release-lease  Hold   Release  SendNow  Reroute   Advance   TellDelay  Cancel     AdminBounce  Redirect  Plan  Undo
 * queued     active    ·          ·         ·         ·        ·        ·              held   ·        queued   queued    queued    queued     cancelled  bounced      queued    held  ·
 * deferred   active    ·          ·         ·         ·        ·        ·              held   ·        queued   deferred  deferred  deferred   cancelled  bounced      queued    held  ·
 * active     ·         delivered  deferred  deferred  bounced  expired  queued         held¹  ·        ·        ·         ·         ·          cancelled¹ bounced¹     ·         ·     ·
 * held       active²   ·          ·         ·         ·        ·        ·              ·      queued⁴  queued⁴  queued³   ·         ·          cancelled  bounced      held⁵     held⁴ as it was⁶
 * delivered, bounced, expired, cancelled: the end; nothing moves them.
 *
 * What is kept besides the state is in recipient.ts; see holdSchema there for `hold`: ReleaseLease leads back to held
 * where hold is operator, rule, no-route, double-bounce or pending.
 *
 * ¹ Only by the rules, and for reports that fail for good (hold: double-bounce), from within the attempt that holds the
 *   lease (HoldByRule, Discard, Refuse): an operator's
 *   operation never takes a recipient out of an attempt, because the next hop may have it already.
 * ² Only by claimSelected, for the operator's bounce: held mail has no nextAttemptAt, so nothing else claims it.
 * ³ Only where it is held for want of a route (hold: no-route).
 * ⁴ Not where it waits for an undo window (hold: pending).
 * ⁵ queued where it is held for want of a route; not where it waits for an undo window.
 * ⁶ Only where it waits for an undo window: queued, deferred or held, as the event says.
 */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Hold, RecipientState } from '../../../shared/domain/recipient.ts'
import type { Reply } from '../../../shared/domain/reply.ts'

export type RecipientEvent =
  | { readonly kind: 'Claim'; readonly owner: string; readonly until: number }
  | { readonly kind: 'Deliver'; readonly route: string; readonly host: string | null; readonly reply: Reply }
  | {
      readonly kind: 'Defer'
      readonly route: string | null
      readonly host: string | null
      readonly reply: Reply
      readonly nextAttemptAt: number
      readonly delayNotice: boolean
    }
  /** By a rule or for ETRN it goes on at that time: nothing was tried, and no attempt counts. */
  | {
      readonly kind: 'Wait'
      readonly route: string | null
      readonly reply: Reply
      readonly nextAttemptAt: number
    }
  | {
      readonly kind: 'Refuse'
      readonly route: string | null
      readonly host: string | null
      readonly reply: Reply
    }
  | { readonly kind: 'Expire'; readonly route: string | null; readonly reply: Reply }
  | {
      readonly kind: 'HoldByRule'
      readonly hold: Exclude<Hold, 'operator' | 'released' | 'pending'>
      readonly reply: Reply
      /** Of the attempt that led to it; absent where the rules hold it before any. */
      readonly tried?: { readonly route: string | null; readonly host: string | null }
    }
  | { readonly kind: 'Discard'; readonly reply: Reply }
  | { readonly kind: 'Capture'; readonly route: string; readonly reply: Reply }
  /** The attempt did not take place (queue paused, no connection free, shutdown): as it was, at that time. */
  | { readonly kind: 'ReleaseLease'; readonly route: string | null; readonly nextAttemptAt: number }
  | { readonly kind: 'Hold' }
  | { readonly kind: 'Release'; readonly now: number }
  | { readonly kind: 'SendNow'; readonly now: number }
  /** Rules or routes changed: the route is forgotten, mail that had none goes on, the schedule stays. */
  | { readonly kind: 'Reroute'; readonly now: number }
  /** The route that it waits on was mended: due at this time, unless it is due before. */
  | { readonly kind: 'Advance'; readonly nextAttemptAt: number }
  /** Its sender was told of the delay, without an attempt. */
  | { readonly kind: 'TellDelay' }
  | { readonly kind: 'Cancel' }
  | { readonly kind: 'AdminBounce'; readonly reply: Reply }
  /** The operator chose the route, or with null gave the choice back to the rules. Due at once, unless it is held. */
  | { readonly kind: 'Redirect'; readonly route: string | null; readonly now: number }
  /** Its deletion or bounce waits for the undo window. What it was is kept by the caller, for Undo. */
  | { readonly kind: 'Plan' }
  | ({ readonly kind: 'Undo' } & BeforePlan)

/** What Plan changes, as it was before. */
export interface BeforePlan {
  readonly state: Extract<RecipientState, 'queued' | 'deferred' | 'held'>
  readonly nextAttemptAt: number | null
  readonly hold: Hold | null
}

export type RecipientEventKind = RecipientEvent['kind']
export type { RecipientState }

/** What an event may change of a recipient. Times are milliseconds since 1970. */
export interface RecipientProgress {
  readonly state: RecipientState
  readonly route: string | null
  readonly attempts: number
  /** Set in queued and deferred, null in every other state: what is due is found by it. */
  readonly nextAttemptAt: number | null
  readonly lastReply: Reply | null
  readonly lastHost: string | null
  readonly delayNoticeSentAt: number | null
  readonly hold: Hold | null
  readonly forcedRoute: string | null
  /** Set in active only. */
  readonly lease: { readonly owner: string; readonly until: number } | null
}

export type Transition =
  | { readonly kind: 'moved'; readonly recipient: RecipientProgress }
  /** Not in the table: nothing changes. */
  | { readonly kind: 'refused'; readonly from: RecipientState; readonly event: RecipientEventKind }

const MOVES: Readonly<Record<RecipientEventKind, Partial<Record<RecipientState, RecipientState>>>> = {
  Claim: { queued: 'active', deferred: 'active', held: 'active' },
  Deliver: { active: 'delivered' },
  Capture: { active: 'delivered' },
  Defer: { active: 'deferred' },
  Wait: { active: 'deferred' },
  Refuse: { active: 'bounced' },
  Expire: { active: 'expired' },
  HoldByRule: { active: 'held' },
  Discard: { active: 'cancelled' },
  ReleaseLease: { active: 'queued' },
  Hold: { queued: 'held', deferred: 'held' },
  Release: { held: 'queued' },
  SendNow: { queued: 'queued', deferred: 'queued', held: 'queued' },
  Reroute: { queued: 'queued', deferred: 'deferred', held: 'queued' },
  Advance: { queued: 'queued', deferred: 'deferred' },
  TellDelay: { queued: 'queued', deferred: 'deferred' },
  Cancel: { queued: 'cancelled', deferred: 'cancelled', held: 'cancelled' },
  // From active only for the holder of the lease, which storage checks: claimSelected took it for the operator.
  AdminBounce: { queued: 'bounced', deferred: 'bounced', active: 'bounced', held: 'bounced' },
  Redirect: { queued: 'queued', deferred: 'queued', held: 'held' },
  Plan: { queued: 'held', deferred: 'held', held: 'held' },
  // Where to is in the event.
  Undo: {},
}

/** What else happens to mail that waits for an undo window belongs to the operation that planned it. */
const NEVER_WHILE_PENDING: ReadonlySet<RecipientEventKind> = new Set([
  'Release',
  'SendNow',
  'Redirect',
  'Plan',
])

/**
 * The recipient after the event, or a refusal where the table has no such move.
 * @param at when it happened; recorded, never decided by.
 */
export function transition(before: RecipientProgress, event: RecipientEvent, at: number): Transition {
  const state = nextState(before, event)
  if (state === null) return { kind: 'refused', from: before.state, event: event.kind }
  return { kind: 'moved', recipient: { ...before, lease: null, ...changes(before, event, at), state } }
}

function nextState(before: RecipientProgress, event: RecipientEvent): RecipientState | null {
  const { kind } = event
  if (before.state === 'held') {
    const isPending = before.hold === 'pending'
    if (kind === 'Undo') return isPending ? event.state : null
    if (isPending && NEVER_WHILE_PENDING.has(kind)) return null
    if (kind === 'Reroute' && before.hold !== 'no-route') return null
    if (kind === 'Redirect' && before.hold === 'no-route') return 'queued'
  }
  if (kind === 'ReleaseLease' && before.state === 'active' && isHolding(before.hold)) return 'held'
  return MOVES[kind][before.state] ?? null
}

function isHolding(hold: Hold | null): boolean {
  return hold !== null && hold !== 'released'
}

type Changes = Partial<Omit<RecipientProgress, 'state'>>

/** An event that does not know the route leaves the one that the rules chose last. */
function changes(before: RecipientProgress, event: RecipientEvent, at: number): Changes {
  switch (event.kind) {
    case 'Claim':
      return { nextAttemptAt: null, lease: { owner: event.owner, until: event.until } }
    case 'Deliver':
    case 'Refuse':
      return { ...tried(before, event), lastHost: event.host, nextAttemptAt: null }
    case 'Expire':
      return { ...tried(before, event), nextAttemptAt: null }
    case 'Defer':
      return {
        ...tried(before, event),
        lastHost: event.host,
        nextAttemptAt: event.nextAttemptAt,
        delayNoticeSentAt: event.delayNotice ? at : before.delayNoticeSentAt,
      }
    case 'Wait':
      return {
        route: event.route ?? before.route,
        lastReply: event.reply,
        nextAttemptAt: event.nextAttemptAt,
      }
    case 'Capture':
      return { route: event.route, lastReply: event.reply, nextAttemptAt: null }
    case 'HoldByRule':
      return { ...heldAfter(before, event), nextAttemptAt: null, hold: event.hold }
    case 'Discard':
    case 'AdminBounce':
      return { lastReply: event.reply, nextAttemptAt: null }
    case 'ReleaseLease':
      return released(before, event)
    case 'Hold':
      return { nextAttemptAt: null, hold: 'operator' }
    case 'TellDelay':
      return { delayNoticeSentAt: at }
    case 'Cancel':
      return { nextAttemptAt: null }
    case 'Release':
    case 'SendNow':
      return { nextAttemptAt: event.now, hold: before.state === 'held' ? 'released' : before.hold }
    case 'Reroute':
      return before.state === 'held'
        ? { route: before.forcedRoute, nextAttemptAt: event.now, hold: null }
        : { route: before.forcedRoute }
    case 'Redirect':
      return redirected(before, event)
    case 'Plan':
      return { nextAttemptAt: null, hold: 'pending' }
    case 'Undo':
      return { nextAttemptAt: event.nextAttemptAt, hold: event.hold }
    case 'Advance':
      return { nextAttemptAt: Math.min(before.nextAttemptAt ?? event.nextAttemptAt, event.nextAttemptAt) }
    default:
      return assertNever(event)
  }
}

function tried(
  before: RecipientProgress,
  event: { readonly route: string | null; readonly reply: Reply },
): Changes {
  return { route: event.route ?? before.route, attempts: before.attempts + 1, lastReply: event.reply }
}

function heldAfter(
  before: RecipientProgress,
  { reply, tried: attempt }: RecipientEvent & { readonly kind: 'HoldByRule' },
): Changes {
  if (!attempt) return { lastReply: reply }
  return { ...tried(before, { route: attempt.route, reply }), lastHost: attempt.host }
}

/** Mail that was held for want of a route has one now. */
function redirected(
  { state, hold }: RecipientProgress,
  { route, now }: RecipientEvent & { readonly kind: 'Redirect' },
): Changes {
  const chosen = { route, forcedRoute: route }
  if (state !== 'held') return { ...chosen, nextAttemptAt: now }
  return hold === 'no-route' ? { ...chosen, nextAttemptAt: now, hold: null } : chosen
}

function released(
  before: RecipientProgress,
  event: RecipientEvent & { readonly kind: 'ReleaseLease' },
): Changes {
  return {
    route: event.route ?? before.route,
    nextAttemptAt: isHolding(before.hold) ? null : event.nextAttemptAt,
  }
}
