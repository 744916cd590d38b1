import { decodeId } from '../../../../shared/domain/id.ts'
import type { MessageEvent } from '../../../../shared/domain/message.ts'
import { writeReply } from '../rows/json-columns.ts'
import type { WriteConnection } from '../workers/connection.ts'

const SQL = `
  INSERT INTO events (message_key, number, at, kind, recipient, route, rule, host, session_key, reply, note,
    next_attempt_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Enters one event into the history of a message; recipient is its number, null for the whole message. */
export function addEvent(
  connection: WriteConnection,
  key: number,
  recipient: number | null,
  event: Omit<MessageEvent, 'recipient'>,
): void {
  connection
    .prepare(SQL)
    .run(
      key,
      connection.nextEventNumber(),
      Math.round(event.at),
      event.kind,
      recipient,
      event.route,
      event.rule,
      event.host,
      event.sessionId === null ? null : decodeId(event.sessionId),
      writeReply(event.reply),
      event.note,
      event.nextAttemptAt === null ? null : Math.round(event.nextAttemptAt),
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
