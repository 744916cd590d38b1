/**
 * Whether the sender is told what became of a recipient, and where not, why not. Pure.
 *
 * RFC 3461 §4.1: NOTIFY names what the sender wants to hear; without it, failures and delays. Nothing is ever sent to
 * the null sender, nor about a report (RFC 5321 §4.5.5, RFC 3834). And where our own checks say that the sender of mail
 * from outside is forged, a report would reach somebody who sent nothing: RFC 5321 §6.2 lets a server keep it back then.
 */
import type { MessageAuthentication } from '../../../../shared/domain/message.ts'
import type { Recipient } from '../../../../shared/domain/recipient.ts'
import type { Claim } from '../../storage/storage.ts'

export type ReportOccasion = 'success' | 'failure' | 'delay'

/** What is asked of the message. */
export type Reportable = Pick<Claim, 'envelope' | 'origin'>

export type ReportDecision =
  | { readonly kind: 'tell' }
  /** why: a sentence for the history. */
  | { readonly kind: 'keep-silent'; readonly why: string }

export function decideReport(
  message: Reportable,
  { notify }: Pick<Recipient, 'notify'>,
  occasion: ReportOccasion,
): ReportDecision {
  if (message.envelope.sender === '') return silent('Nobody is told: it has no sender.')
  const wanted = notify === null ? occasion !== 'success' : notify.includes(occasion)
  if (!wanted) return silent('Nobody is told: the sender asked for no report.')
  const forgery = forgeryOf(message)
  return forgery === null
    ? { kind: 'tell' }
    : silent(`Nobody is told: the sender may be forged (${forgery}).`)
}

/** Mailroom's own bounce, notice or success report: the only local mail without a sender. */
export function isReport({ envelope, origin }: Reportable): boolean {
  return origin.kind === 'local' && envelope.sender === ''
}

/** Failing DMARC counts by itself; failing SPF where no signature speaks for the message, as forwarding breaks SPF. */
function forgeryOf({ origin }: Reportable): string | null {
  const results = origin.authentication
  if (results === null || origin.account !== null) return null
  const isForged = results.dmarc === 'fail' || (results.spf === 'fail' && results.dkim !== 'pass')
  return isForged ? inWords(results) : null
}

function inWords({ spf, dkim, dmarc }: MessageAuthentication): string {
  return `SPF ${spf}, DKIM ${dkim}, DMARC ${dmarc}`
}

function silent(why: string): ReportDecision {
  return { kind: 'keep-silent', why }
}
