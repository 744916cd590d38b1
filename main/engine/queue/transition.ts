/**
 * The life of one recipient: a pure function of its state and what happened.
 *
 *            Claim     Deliver    Defer     Refuse   Expire   Release-lease  Hold   Release  SendNow  Cancel     AdminBounce
 * queued     active    ·          ·         ·        ·        ·              held   ·        queued   cancelled  bounced
 * deferred   active    ·          ·         ·        ·        ·              held   ·        queued   cancelled  bounced
 * active     ·         delivered  deferred  bounced  expired  queued         held¹  ·        ·        cancelled¹ bounced¹
 * held       ·         ·          ·         ·        ·        ·              ·      queued   queued   cancelled  bounced
 * delivered, bounced, expired, cancelled: the end; nothing moves them.
 *
 * What is kept besides the state is in recipient.ts; see holdSchema there for `hold`: ReleaseLease leads back to held
 * where hold is operator, rule or no-route.
 *
 * ¹ Only by the rules, from within the attempt that holds the lease (HoldByRule, Discard, Refuse): an operator's
 *   operation never takes a recipient out of an attempt, because the next hop may have it already.
 */
import type { RecipientState } from '../../../shared/domain/recipient.ts'
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
  | {
      readonly kind: 'Refuse'
      readonly route: string | null
      readonly host: string | null
      readonly reply: Reply
    }
  | { readonly kind: 'Expire'; readonly route: string | null; readonly reply: Reply }
  | { readonly kind: 'HoldByRule'; readonly hold: 'rule' | 'no-route'; readonly reply: Reply }
  | { readonly kind: 'Discard'; readonly reply: Reply }
  | { readonly kind: 'Capture'; readonly route: string; readonly reply: Reply }
  /** The attempt did not take place (queue paused, no connection free, shutdown): as it was, at that time. */
  | { readonly kind: 'ReleaseLease'; readonly route: string | null; readonly nextAttemptAt: number }
  | { readonly kind: 'Hold' }
  | { readonly kind: 'Release'; readonly now: number }
  | { readonly kind: 'SendNow'; readonly now: number }
  | { readonly kind: 'Cancel' }
  | { readonly kind: 'AdminBounce'; readonly reply: Reply }

export type RecipientEventKind = RecipientEvent['kind']
export type { RecipientState }
