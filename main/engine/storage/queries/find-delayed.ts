import { decodeId, encodeId, type MessageId } from '../../../../shared/domain/id.ts'
import { keyAt } from '../search/key-at.ts'
import type { Connection } from '../workers/connection.ts'

export interface FindDelayedRequest {
  /** Received before this time. */
  readonly before: number
  readonly after: MessageId | null
  readonly limit: number
}

// Keys grow with time: the join looks only at messages that are old enough, but for a clock that went back.
const SQL = `
  SELECT DISTINCT r.message_key AS key
  FROM recipients r INDEXED BY recipients_without_notice JOIN messages m ON m.key = r.message_key
  WHERE r.delay_notice_sent_at IS NULL AND r.next_attempt_at IS NOT NULL
    AND r.message_key > ? AND r.message_key < ? AND m.received_at <= ?
    AND m.sender <> '' AND (r.notify IS NULL OR r.notify LIKE '%delay%')
  ORDER BY r.message_key LIMIT ?`

/** Messages with waiting recipients whose sender may want to hear of the delay and did not yet, in order of their ids. */
export function findDelayed(connection: Connection, request: FindDelayedRequest): MessageId[] {
  const { before, after, limit } = request
  const from = after === null ? -1 : decodeId(after)
  const rows = connection.prepare(SQL).all(from, keyAt(before + 1), Math.floor(before), limit) as {
    readonly key: number
  }[]
  return rows.map(({ key }) => encodeId(key))
}
