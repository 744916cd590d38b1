import { decodeId } from '../../../../shared/domain/id.ts'
import type { MessageEvent } from '../../../../shared/domain/message.ts'
import { writeReply } from '../rows/json-columns.ts'
import type { Connection } from '../workers/connection.ts'

const SQL = `
  INSERT INTO events (message_key, number, at, kind, recipient, route, rule, host, session_key, reply, note,
    next_attempt_at)
  VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM events WHERE message_key = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Enters one event into the history of a message; recipient is its number, null for the whole message. */
export function addEvent(
  connection: Connection,
  key: number,
  recipient: number | null,
  event: Omit<MessageEvent, 'recipient'>,
): void {
  const session = event.sessionId === null ? null : decodeId(event.sessionId)
  const next = event.nextAttemptAt === null ? null : Math.round(event.nextAttemptAt)
  connection
    .prepare(SQL)
    .run(
      key,
      key,
      Math.round(event.at),
      event.kind,
      recipient,
      event.route,
      event.rule,
      event.host,
      session,
      writeReply(event.reply),
      event.note,
      next,
    )
}

/** An event that says no more than when and why. */
export function plainEvent(
  at: number,
  kind: MessageEvent['kind'],
  note: string | null,
): Omit<MessageEvent, 'recipient'> {
  return {
    at,
    kind,
    note,
    route: null,
    rule: null,
    host: null,
    sessionId: null,
    reply: null,
    nextAttemptAt: null,
  }
}
