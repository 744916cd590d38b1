import { encodeId } from '../../../../shared/domain/id.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { dueRoutes } from './due-routes.ts'
import { moveRecipient } from './move-recipient.ts'

export interface SetBackRequest {
  /** After the clock was set back. */
  readonly now: number
  /** Milliseconds by which it was. */
  readonly by: number
  /** Where the slice before ended; null for the first. */
  readonly after: SetBackPlace | null
}

export interface SetBackPlace {
  readonly route: string | null
  readonly at: number
  readonly key: number
  readonly number: number
}

export interface SetBackSlice {
  readonly touched: readonly string[]
  /** Where the next one goes on; null after the last. */
  readonly next: SetBackPlace | null
}

const SLICE = 500

// The first condition on the time is for the planner, which does not see in the second that it is not null.
const LATER = `
  SELECT * FROM recipients INDEXED BY recipients_due
  WHERE route IS ? AND next_attempt_at >= ? AND (next_attempt_at, message_key, number) > (?, ?, ?)
  ORDER BY next_attempt_at, message_key, number LIMIT ?`

/**
 * One slice: times of attempts that were written down before the clock was set back go back with it, and what was due
 * then is due now. In the order of their times, so that what has been moved lies behind.
 */
export function setTimesBack(connection: WriteConnection, { now, by, after }: SetBackRequest): SetBackSlice {
  const rows: RecipientColumns[] = []
  for (const route of dueRoutes(connection, [])) {
    if (after && isBefore(route, after.route)) continue
    const { at, key, number } =
      after?.route === route ? after : { at: now, key: Number.MAX_SAFE_INTEGER, number: 0 }
    const left = SLICE - rows.length
    rows.push(...(connection.prepare(LATER).all(route, at, at, key, number, left) as RecipientColumns[]))
    if (rows.length >= SLICE) break
  }
  for (const row of rows)
    moveRecipient(connection, row, { kind: 'Advance', nextAttemptAt: Math.max(now, timeOf(row) - by) }, now)
  const last = rows.length < SLICE ? undefined : rows.at(-1)
  return {
    touched: [...new Set(rows.map((row) => row.message_key))].map(encodeId),
    next: last ? { route: last.route, at: timeOf(last), key: last.message_key, number: last.number } : null,
  }
}

/** As dueRoutes orders them: mail that has no route first. */
function isBefore(route: string | null, other: string | null): boolean {
  return other !== null && (route === null || route < other)
}

function timeOf({ next_attempt_at }: RecipientColumns): number {
  return next_attempt_at ?? 0
}
