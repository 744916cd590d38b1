/** What a peer's answer means for the recipients of a transaction. Pure; RFC 5321 §4.2, §4.5.3.1.10, RFC 3463, RFC 4954. */

import type { Reply } from '../../../shared/domain/reply.ts'
import { EXPLAINED_PHASES, type ExplainedPhase } from '../../../shared/explain/catalogue-entry.ts'

/** How far a conversation had come. Up to auth it is about host and configuration, from mail on about the message. */
export const PHASES = EXPLAINED_PHASES

export type Phase = ExplainedPhase

export type Verdict = 'delivered' | 'deferred' | 'refused'

/**
 * 4xx, no reply and anything unclassified defer. 5xx refuses, except where it is about this installation and not about
 * the recipient: then the mail waits, so that fixing the route fixes the mail.
 */
export function classifyReply(phase: Phase, reply: Reply): Verdict {
  if (reply.code === null || isAboutTheSession(phase)) return 'deferred'
  if (phase === 'content' && reply.code >= 200 && reply.code < 300) return 'delivered'
  if (reply.code < 500 || isAboutSignIn(reply.code) || isTooManyRecipients(phase, reply)) return 'deferred'
  return 'refused'
}

/** RFC 5321 §3.8: the peer closes the connection after these. 521 is RFC 7504. */
export function closesSession(reply: Reply): boolean {
  return reply.code === 421 || reply.code === 521
}

/**
 * 452, and 552 of older servers, at RCPT: the rest goes in a further transaction. A full mailbox and a message that is
 * too large have the same numbers; their enhanced codes tell them apart.
 */
export function isTooManyRecipients(phase: Phase, reply: Reply): boolean {
  if (phase !== 'rcpt' || (reply.code !== 452 && reply.code !== 552)) return false
  return reply.enhanced === null || /^[45]\.5\.3$/.test(reply.enhanced)
}

function isAboutTheSession(phase: Phase): boolean {
  return PHASES.indexOf(phase) < PHASES.indexOf('mail')
}

/** RFC 4954 §6: authentication required, mechanism too weak, credentials invalid, encryption required. */
function isAboutSignIn(code: number): boolean {
  return code === 530 || code === 534 || code === 535 || code === 538
}
