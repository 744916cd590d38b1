import { z } from 'zod'
import { encodeId } from '../../../../shared/domain/id.ts'
import {
  type Envelope,
  type EventKind,
  envelopeSchema,
  eventKindSchema,
  type MessageEvent,
  type MessageRow,
  messageAuthenticationSchema,
  messageStateSchema,
  type Origin,
  originSchema,
  type PendingOperation,
} from '../../../../shared/domain/message.ts'
import type { BodyRef } from '../body-store.ts'
import { readJson, readReply } from './json-columns.ts'

/** As SQLite gives it. */
export interface MessageColumns {
  readonly key: number
  readonly state: string
  readonly sender: string
  readonly first_recipients: string
  readonly recipient_count: number
  readonly open_count: number
  readonly subject: string
  readonly message_id: string | null
  readonly size: number
  readonly body_kind: string
  readonly received_at: number
  readonly next_attempt_at: number | null
  readonly attempts: number
  readonly route: string | null
  readonly last_reply: string | null
  readonly account: string | null
  readonly client: string | null
  readonly listener: string | null
  readonly origin_kind: string
  readonly session_key: number | null
  readonly body_type: string
  readonly smtp_utf8: number
  readonly ret: string | null
  readonly envid: string | null
  readonly require_tls: number
  readonly network: string | null
  readonly tls: number
  readonly authentication: string | null
}

/** How many addresses a list row carries. */
export const FIRST_RECIPIENTS = 3

export const addressesSchema = z.array(z.string())

export function readMessageRow(row: MessageColumns, pending: PendingOperation | null = null): MessageRow {
  return {
    id: encodeId(row.key),
    state: messageStateSchema.safeParse(row.state).data ?? 'held',
    sender: row.sender,
    recipients: readJson(addressesSchema, row.first_recipients) ?? [],
    recipientCount: row.recipient_count,
    openCount: row.open_count,
    subject: row.subject,
    size: row.size,
    account: row.account,
    client: row.client,
    listener: row.listener,
    receivedAt: row.received_at,
    nextAttemptAt: row.next_attempt_at,
    attempts: row.attempts,
    route: row.route,
    lastReply: readReply(row.last_reply),
    pending,
  }
}

export function readEnvelope(row: MessageColumns): Envelope {
  return {
    sender: row.sender,
    body: envelopeSchema.shape.body.safeParse(row.body_type).data ?? '8bitmime',
    smtpUtf8: row.smtp_utf8 === 1,
    requireTls: row.require_tls === 1,
    ret: envelopeSchema.shape.ret.safeParse(row.ret).data ?? null,
    envid: row.envid,
  }
}

export function readOrigin(row: MessageColumns): Origin {
  return {
    kind: originSchema.shape.kind.safeParse(row.origin_kind).data ?? 'local',
    listener: row.listener,
    account: row.account,
    client: row.client,
    sessionId: row.session_key === null ? null : encodeId(row.session_key),
    network: row.network,
    tls: row.tls === 1,
    authentication: readJson(messageAuthenticationSchema, row.authentication),
  }
}

/** Where the body is; a removed one reads as an inline body without octets. */
export function readBodyRef(row: MessageColumns): BodyRef {
  return row.body_kind === 'file'
    ? { kind: 'file', size: row.size }
    : { kind: 'inline', size: row.size, content: null }
}

export interface EventColumns {
  readonly at: number
  readonly kind: string
  readonly address: string | null
  readonly route: string | null
  readonly rule: string | null
  readonly host: string | null
  readonly session_key: number | null
  readonly reply: string | null
  readonly note: string | null
  readonly next_attempt_at: number | null
}

export function readEvent(row: EventColumns): MessageEvent {
  const kind = eventKindSchema.safeParse(row.kind)
  return {
    at: row.at,
    kind: kind.data ?? UNKNOWN_EVENT,
    recipient: row.address,
    route: row.route,
    rule: row.rule,
    host: row.host,
    sessionId: row.session_key === null ? null : encodeId(row.session_key),
    reply: readReply(row.reply),
    note: kind.success ? row.note : `${row.kind}: ${row.note ?? ''}`,
    nextAttemptAt: row.next_attempt_at,
  }
}

/** Shown for an event whose kind nobody knows; its note tells what was there. */
const UNKNOWN_EVENT: EventKind = 'Recovery'
