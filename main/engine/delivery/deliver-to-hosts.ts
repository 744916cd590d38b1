/** Takes recipients of one message to the first of several hosts that gives a session; the rest of a route's work. */

import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { Reply } from '../../../shared/domain/reply.ts'
import { type ConnectionPool, type Destination, NotTried } from './connection-pool.ts'
import type { DeliveryRequest, RecipientOutcome } from './delivery.ts'
import { errorFacts } from './describe-error.ts'
import { fitEnvelope, needsScan } from './fit-envelope.ts'
import { type ContentFacts, scanContent } from './scan-content.ts'
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

/** Recipients in one transaction: every server must take as many (RFC 5321 §4.5.3.1.8). */
const MAX_RECIPIENTS = 100

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

/** The first host that gives a session; null where none does and the recipients have been reported. */
async function getSession(
  { pool, hosts, request, report }: HostDelivery,
  recipients: readonly Recipient[],
  fresh: boolean,
): Promise<SmtpSession | null> {
  let first: SessionProblem | null = null
  for (const host of hosts) {
    try {
      return await pool.acquire(host, request.signal, fresh)
    } catch (problem) {
      if (problem instanceof NotTried || request.signal.aborted) {
        report(recipients.map(({ number }) => released(number)))
        return null
      }
      if (!(problem instanceof SessionProblem)) throw problem
      first ??= problem
    }
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

/** Transactions on one session until nobody is left, or it cannot be used any more. */
async function carryOver(
  delivery: HostDelivery,
  session: SmtpSession,
  recipients: readonly Recipient[],
): Promise<{ readonly recipients: readonly Recipient[]; readonly stale: boolean }> {
  const content = await contentFacts(delivery.request, session)
  let waiting = recipients
  while (waiting.length > 0 && session.usable) {
    const batch = waiting.slice(0, MAX_RECIPIENTS)
    const end = await transact(delivery, session, batch, content)
    if (end.kind === 'stale') return { recipients: waiting, stale: true }
    if (end.kind === 'aborted') {
      const rest = waiting.slice(MAX_RECIPIENTS).map(({ number }) => number)
      delivery.report([...end.open, ...rest].map(released))
      return { recipients: [], stale: false }
    }
    const surplus = batch.filter(({ number }) => end.surplus.includes(number))
    waiting = [...surplus, ...waiting.slice(MAX_RECIPIENTS)]
  }
  return { recipients: waiting, stale: false }
}

async function transact(
  delivery: HostDelivery,
  session: SmtpSession,
  batch: readonly Recipient[],
  content: ContentFacts | null,
): Promise<TransactionEnd> {
  const { request } = delivery
  const { wire, peer } = session.parts
  const fitted = fitEnvelope({
    envelope: request.envelope,
    size: request.size,
    recipients: batch,
    capabilities: wire.capabilities,
    host: peer,
    content,
  })
  for (const { number, reply } of fitted.refused) {
    session.noteRefusal(reply)
    session.parts.recorder.note(reply.text)
    delivery.report([outcome(session, number, 'refused', reply)])
  }
  if (fitted.recipients.length === 0) return { kind: 'finished', surplus: [] }
  const { message, openBody, signal } = request
  return runTransaction(
    session,
    { message, mail: fitted.mail, recipients: fitted.recipients, openBody, signal },
    (numbers, { verdict, reply }) =>
      delivery.report(numbers.map((number) => outcome(session, number, verdict, reply))),
  )
}

async function contentFacts(request: DeliveryRequest, session: SmtpSession): Promise<ContentFacts | null> {
  if (!needsScan(request.envelope, session.parts.wire.capabilities)) return null
  return scanContent(await request.openBody())
}

function outcome(
  session: SmtpSession,
  recipient: number,
  kind: 'delivered' | 'deferred' | 'refused',
  reply: Reply,
): RecipientOutcome {
  return { recipient, host: session.parts.host, sessionId: session.parts.recorder.id, kind, reply }
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
