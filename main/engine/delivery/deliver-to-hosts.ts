/** Takes recipients of one message to the first of several hosts that gives a session; the rest of a route's work. */

import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { Reply } from '../../../shared/domain/reply.ts'
import { isSignInRefusal } from './circuit/is-host-failure.ts'
import { type ConnectionPool, type Destination, HostResting, NotTried } from './connection-pool.ts'
import type { DeliveryRequest, RecipientOutcome } from './delivery.ts'
import { errorFacts } from './describe-error.ts'
import { type FittedContent, fitContent } from './fit-content.ts'
import { fitEnvelope } from './fit-envelope.ts'
import { USUAL_RECIPIENTS } from './pacing/pace.ts'
import { needsTls, refuseWithoutTls } from './require-tls.ts'
import { localReply, SessionProblem } from './session-problem.ts'
import type { SmtpSession } from './smtp-session.ts'
import { runTransaction, type TransactionEnd } from './smtp-transaction.ts'

export type ReportOutcomes = (outcomes: readonly RecipientOutcome[]) => void

export interface HostDelivery {
  readonly pool: ConnectionPool
  readonly request: DeliveryRequest
  readonly recipients: readonly Recipient[]
  /** In order of preference. */
  readonly hosts: readonly Destination[]
  readonly report: ReportOutcomes
}

/** Never rejects; every recipient is reported once. */
export async function deliverToHosts(delivery: HostDelivery): Promise<void> {
  let waiting = delivery.recipients
  let fresh = false
  while (waiting.length > 0) {
    const session = await getSession(delivery, waiting, fresh)
    if (session === null) return
    try {
      const left = await carryOver(delivery, session, waiting)
      fresh = left.stale
      waiting = left.recipients
    } catch (error) {
      const text = `The stored message could not be read: ${errorFacts(error).message}`
      reportAll(delivery, waiting, session, 'deferred', localReply('4.3.0', text))
      return
    } finally {
      delivery.pool.release(session)
    }
  }
}

/**
 * The first host that gives a session; null where none does and the recipients have been reported. Nothing of the
 * message was sent to a host that gave none, so that going on to the next cannot make two of it.
 */
async function getSession(
  { pool, hosts, request, report }: HostDelivery,
  recipients: readonly Recipient[],
  fresh: boolean,
): Promise<SmtpSession | null> {
  const { requireTls } = request.envelope
  let first: SessionProblem | null = null
  let unfit: Unfit | null = null
  for (const host of hosts) {
    try {
      const session = await pool.acquire(host, request.signal, fresh)
      const refusal = requireTls ? unfitForRequireTls(session) : null
      if (refusal === null) return session
      unfit ??= refusal
      pool.release(session)
    } catch (problem) {
      if (problem instanceof NotTried || request.signal.aborted) {
        report(recipients.map(({ number }) => released(number)))
        return null
      }
      if (problem instanceof HostResting) continue
      if (!(problem instanceof SessionProblem)) throw problem
      if (requireTls && (problem.phase === 'starttls' || problem.phase === 'tls'))
        unfit ??= { host: problem.host, sessionId: null, reply: needsTls(problem.reply.text) }
      else first ??= problem
      // The next host has the same sign-in: asking it too brings the account nearer to being locked.
      if (isSignInRefusal(problem)) break
    }
  }
  // A host that may do later is a reason to wait.
  if (first === null && unfit !== null) {
    const { host, sessionId, reply } = unfit
    report(recipients.map(({ number }) => ({ recipient: number, host, sessionId, kind: 'refused', reply })))
    return null
  }
  if (first === null && hosts.length > 0) {
    report(recipients.map(({ number }) => released(number)))
    return null
  }
  const reply = first?.reply ?? localReply('4.4.4', 'The route names no host.')
  report(
    recipients.map(({ number }) => ({
      recipient: number,
      host: first?.host ?? null,
      sessionId: null,
      kind: 'deferred',
      reply,
    })),
  )
  return null
}

/** A host that cannot be given mail with REQUIRETLS. */
interface Unfit {
  readonly host: string | null
  readonly sessionId: RecipientOutcome['sessionId']
  readonly reply: Reply
}

function unfitForRequireTls(session: SmtpSession): Unfit | null {
  const { wire, peer, host, recorder } = session.parts
  const { requireTls: announced } = wire.capabilities
  const reply = refuseWithoutTls({ secure: wire.secure, verified: session.isVerified, announced, peer })
  if (reply !== null) recorder.note(reply.text)
  return reply && { host, sessionId: recorder.id, reply }
}

/** Transactions on one session until nobody is left, or it cannot be used any more. */
async function carryOver(
  delivery: HostDelivery,
  session: SmtpSession,
  recipients: readonly Recipient[],
): Promise<{ readonly recipients: readonly Recipient[]; readonly stale: boolean }> {
  const { capabilities } = session.parts.wire
  const content = await fitContent(delivery.request, capabilities, session.parts.peer)
  if (content.kind === 'refuse') {
    refuse(delivery, session, recipients, content.reply)
    return { recipients: [], stale: false }
  }
  if (content.remark !== null) session.parts.recorder.note(content.remark)
  const { pace } = delivery.request
  const most = Math.min(
    pace?.perTransaction ?? USUAL_RECIPIENTS,
    capabilities.limits.rcptMax ?? Number.POSITIVE_INFINITY,
  )
  let waiting = recipients
  while (waiting.length > 0 && session.usable && !session.isSpent) {
    if (pace?.mayBegin() === false) {
      delivery.report(waiting.map(({ number }) => released(number)))
      return { recipients: [], stale: false }
    }
    const batch = waiting.slice(0, most)
    const end = await transact(delivery, session, batch, content)
    if (end.kind !== 'stale') pace?.sent(batch.length)
    if (end.kind === 'stale') return { recipients: waiting, stale: true }
    if (end.kind === 'aborted') {
      const rest = waiting.slice(most).map(({ number }) => number)
      delivery.report([...end.open, ...rest].map(released))
      return { recipients: [], stale: false }
    }
    const surplus = batch.filter(({ number }) => end.surplus.includes(number))
    waiting = [...surplus, ...waiting.slice(most)]
  }
  return { recipients: waiting, stale: false }
}

async function transact(
  delivery: HostDelivery,
  session: SmtpSession,
  batch: readonly Recipient[],
  content: FittedContent & { readonly kind: 'send' },
): Promise<TransactionEnd> {
  const { request } = delivery
  const { wire, peer } = session.parts
  const fitted = fitEnvelope({
    envelope: { ...request.envelope, body: content.body },
    size: content.size,
    recipients: batch,
    capabilities: wire.capabilities,
    host: peer,
    eightBitHeader: content.eightBitHeader,
  })
  for (const { number, reply } of fitted.refused)
    refuse(
      delivery,
      session,
      batch.filter((recipient) => recipient.number === number),
      reply,
    )
  if (fitted.recipients.length === 0) return { kind: 'finished', surplus: [] }
  const { message, signal } = request
  const { openBody } = content
  const chunked = content.body === 'binarymime'
  return runTransaction(
    session,
    { message, mail: fitted.mail, recipients: fitted.recipients, openBody, chunked, signal },
    (numbers, { verdict, reply }) =>
      delivery.report(numbers.map((number) => outcome(session, number, verdict, reply))),
  )
}

/** By ourselves: the host was not asked. */
function refuse(
  { report }: HostDelivery,
  session: SmtpSession,
  recipients: readonly Recipient[],
  reply: Reply,
): void {
  session.noteRefusal(reply)
  session.parts.recorder.note(reply.text)
  report(recipients.map(({ number }) => outcome(session, number, 'refused', reply)))
}

function outcome(
  session: SmtpSession,
  recipient: number,
  kind: 'delivered' | 'deferred' | 'refused',
  reply: Reply,
): RecipientOutcome {
  const { host, recorder, lmtp, wire } = session.parts
  const common = { recipient, host, sessionId: recorder.id, reply }
  if (kind !== 'delivered' || lmtp) return { ...common, kind }
  return { ...common, kind, nextHopKnowsDsn: wire.capabilities.dsn }
}

function reportAll(
  delivery: HostDelivery,
  recipients: readonly Recipient[],
  session: SmtpSession,
  kind: 'deferred',
  reply: Reply,
): void {
  delivery.report(recipients.map(({ number }) => outcome(session, number, kind, reply)))
}

function released(recipient: number): RecipientOutcome {
  return { recipient, host: null, sessionId: null, kind: 'released' }
}
