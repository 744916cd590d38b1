/** A message's recipients and history, made up to fit its row. */
import type { MessageDetail, MessageEvent, MessageRow } from '../../../shared/domain/message.ts'
import type { Hold, Recipient, RecipientState } from '../../../shared/domain/recipient.ts'
import type { HandMarks } from './memory-queue.ts'
import { SAMPLE_HOST } from './sample-messages.ts'

export function sampleDetail(
  row: MessageRow,
  sessions: { inbound: string; outbound: string },
  marks: HandMarks = {},
): MessageDetail {
  return {
    message: row,
    envelope: {
      sender: row.sender,
      body: '8bitmime',
      smtpUtf8: false,
      requireTls: false,
      ret: null,
      envid: null,
    },
    origin: {
      kind: row.sender === '' ? 'local' : 'smtp',
      listener: row.listener,
      account: row.account,
      client: row.client,
      sessionId: sessions.inbound,
      network: row.account === null ? 'Office' : null,
      tls: row.account !== null,
      authentication: null,
    },
    messageId: `20240611.${row.id.toLowerCase()}@${row.sender.split('@')[1] ?? 'relay.office.test'}`,
    hasBody: row.openCount > 0,
    recipients: recipients(row, marks),
    events: [reception(row, sessions.inbound), ...attempts(row, sessions.outbound), ...byHand(row, marks)],
  }
}

function recipients(row: MessageRow, marks: HandMarks): Recipient[] {
  return Array.from({ length: row.recipientCount }, (_, index) => ({
    number: index + 1,
    address: marks.addresses?.[index + 1]?.to ?? row.recipients[index] ?? sampleAddress(index + 1),
    state: recipientState(row, index),
    route: row.route,
    attempts: row.attempts,
    nextAttemptAt: index === 0 || row.openCount > 1 ? row.nextAttemptAt : null,
    lastReply: row.lastReply,
    lastHost: row.lastReply ? SAMPLE_HOST : null,
    notify: null,
    originalRecipient: originalOf(marks.addresses?.[index + 1]?.from),
    delayNoticeSentAt: null,
    forcedRoute: marks.forcedRoute ?? null,
    hold: holdOf(row),
  }))
}

/** Of a recipient that a row does not name. */
export function sampleAddress(number: number): string {
  return `person-${number}@longcompanyname-international.example`
}

function originalOf(address: string | undefined): string | null {
  return address === undefined ? null : `rfc822;${address}`
}

function holdOf({ state, pending }: MessageRow): Hold | null {
  if (state !== 'held') return null
  return pending === null || pending.operation === 'release' ? 'no-route' : 'pending'
}

function byHand({ pending, receivedAt, recipients }: MessageRow, marks: HandMarks): MessageEvent[] {
  const at = pending?.at ?? receivedAt + 90_000
  const changes = Object.values(marks.addresses ?? {}).map(
    ({ from, to }): MessageEvent => ({
      ...blank(at, 'RecipientChange'),
      recipient: to,
      note: `By window: from ${from} to ${to}`,
    }),
  )
  const redirect: MessageEvent[] =
    marks.forcedRoute === undefined
      ? []
      : [
          {
            ...blank(at, 'Redirect'),
            route: marks.forcedRoute,
            recipient: recipients[0] ?? null,
            note: 'By window',
          },
        ]
  const plan: MessageEvent[] =
    pending === null
      ? []
      : [
          {
            ...blank(at - 10_000, 'Plan'),
            recipient: recipients[0] ?? null,
            note: `window: ${pending.operation}`,
          },
        ]
  return [...changes, ...redirect, ...plan]
}

function recipientState(row: MessageRow, index: number): RecipientState {
  if (row.state !== 'failed') return row.state
  return index % 3 === 1 ? 'delivered' : 'bounced'
}

function reception(row: MessageRow, sessionId: string): MessageEvent {
  return {
    ...blank(row.receivedAt, 'Reception'),
    sessionId,
  }
}

function attempts(row: MessageRow, sessionId: string): MessageEvent[] {
  const address = row.recipients[0] ?? null
  const rule = row.route === 'mailboxes' ? 'Colleagues' : 'Everything else'
  if (row.state === 'held')
    return [{ ...blank(row.receivedAt + 400, 'Hold'), note: 'No route yet', recipient: address }]
  const tries = Array.from({ length: row.attempts }, (_, index): MessageEvent => {
    const last = index === row.attempts - 1
    const failed = row.state === 'deferred' || !last
    return {
      ...blank(row.receivedAt + 900 + index * 310_000, failed ? 'TransientFailure' : ended(row)),
      recipient: address,
      route: row.route,
      rule,
      host: SAMPLE_HOST,
      sessionId,
      reply: failed && row.state !== 'deferred' ? null : row.lastReply,
      nextAttemptAt: failed ? (last ? row.nextAttemptAt : row.receivedAt + (index + 1) * 310_000) : null,
    }
  })
  return row.state === 'cancelled'
    ? [{ ...blank(row.receivedAt + 60_000, 'Cancel'), note: 'by anna in the window' }]
    : tries
}

function ended(row: MessageRow): MessageEvent['kind'] {
  return row.state === 'failed' ? 'Bounce' : 'Delivery'
}

function blank(at: number, kind: MessageEvent['kind']): MessageEvent {
  return {
    at,
    kind,
    recipient: null,
    route: null,
    rule: null,
    host: null,
    sessionId: null,
    reply: null,
    note: null,
    nextAttemptAt: null,
  }
}
