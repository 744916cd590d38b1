import type { Connection } from '../workers/connection.ts'

export interface ExpiringRequest {
  /** Ended messages go whose end is before that; of the others the bodies that ended before bodiesBefore. */
  readonly historyBefore: number
  readonly bodiesBefore: number
  readonly sessions: { readonly before: number; readonly maxCount: number; readonly maxBytes: number }
}

export interface ExpiringCounts {
  readonly histories: number
  readonly bodies: number
  readonly sessions: number
}

const HISTORIES = 'SELECT count(*) AS count FROM messages INDEXED BY messages_by_end WHERE finished_at <= ?'

const BODIES = `
  SELECT count(*) AS count FROM messages INDEXED BY messages_with_kept_body
  WHERE finished_at > ? AND finished_at <= ? AND body_kind <> 'removed' AND captured = 0`

const SESSIONS = `
  SELECT count(*) AS count FROM (
    SELECT started_at, row_number() OVER newest AS place, sum(bytes) OVER newest AS total
    FROM sessions WINDOW newest AS (ORDER BY key DESC))
  WHERE started_at < ? OR place > ? OR total > ?`

/** What another retention would remove that this one keeps. */
export function countExpiring(
  connection: Connection,
  { historyBefore, bodiesBefore, sessions }: ExpiringRequest,
): ExpiringCounts {
  const count = (sql: string, ...values: number[]) =>
    (connection.prepare(sql).get(...values.map(Math.round)) as { readonly count: number }).count
  return {
    histories: count(HISTORIES, historyBefore),
    bodies: bodiesBefore > historyBefore ? count(BODIES, historyBefore, bodiesBefore) : 0,
    sessions: count(SESSIONS, sessions.before, sessions.maxCount, sessions.maxBytes),
  }
}
