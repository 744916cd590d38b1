import { decodeId } from '../../../../shared/domain/id.ts'
import type { MessageDetail, MessageRow } from '../../../../shared/domain/message.ts'
import {
  type EventColumns,
  type MessageColumns,
  readEnvelope,
  readEvent,
  readMessageRow,
  readOrigin,
} from '../rows/message-row.ts'
import { type RecipientColumns, readRecipient } from '../rows/recipient-row.ts'
import type { Connection } from '../workers/connection.ts'
import { readPending } from './operations/pending.ts'

const EVENTS = `
  SELECT e.*, r.address FROM events AS e
  LEFT JOIN recipients AS r ON r.message_key = e.message_key AND r.number = e.recipient
  WHERE e.message_key = ? ORDER BY e.number`

/** A message with its recipients and its history; null where there is none. */
export function getMessage(connection: Connection, id: string): MessageDetail | null {
  const key = decodeId(id)
  const row = connection.prepare('SELECT * FROM messages WHERE key = ?').get(key) as
    | MessageColumns
    | undefined
  if (!row) return null
  const recipients = connection
    .prepare('SELECT * FROM recipients WHERE message_key = ? ORDER BY number')
    .all(key) as RecipientColumns[]
  const events = connection.prepare(EVENTS).all(key) as EventColumns[]
  return {
    message: readMessageRow(row, readPending(connection, [key]).get(key)),
    envelope: readEnvelope(row),
    origin: readOrigin(row),
    messageId: row.message_id,
    hasBody: row.body_kind !== 'removed',
    recipients: recipients.map(readRecipient),
    events: events.map(readEvent),
  }
}

/** List rows of the messages that are (still) there. */
export function getRows(connection: Connection, ids: readonly string[]): MessageRow[] {
  const read = connection.prepare('SELECT * FROM messages WHERE key = ?')
  const rows = ids
    .map((id) => read.get(decodeId(id)) as MessageColumns | undefined)
    .filter((row) => row !== undefined)
  return withPending(connection, rows)
}

export function withPending(connection: Connection, rows: readonly MessageColumns[]): MessageRow[] {
  const pending = readPending(
    connection,
    rows.map(({ key }) => key),
  )
  return rows.map((row) => readMessageRow(row, pending.get(row.key)))
}
