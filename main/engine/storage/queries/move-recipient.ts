import { type RecipientEvent, transition } from '../../queue/transition.ts'
import { writeReply } from '../rows/json-columns.ts'
import { type RecipientColumns, readProgress } from '../rows/recipient-row.ts'
import type { WriteConnection } from '../workers/connection.ts'

const SQL = `
  UPDATE recipients
  SET state = ?, route = ?, attempts = ?, next_attempt_at = ?, last_reply = ?, last_host = ?, delay_notice_sent_at = ?,
    hold = ?, forced_route = ?, lease_owner = ?, lease_until = ?
  WHERE message_key = ? AND number = ? AND lease_owner IS ?`

/**
 * Applies an event to a recipient as it was read in this transaction; answers whether the table of transitions allows
 * it. The message's own columns follow at the end of the transaction.
 */
export function moveRecipient(
  connection: WriteConnection,
  row: RecipientColumns,
  event: RecipientEvent,
  at: number,
): boolean {
  const before = readProgress(row)
  const move = transition(before, event, Math.round(at))
  if (move.kind === 'refused') return false
  const after = move.recipient
  const reply = after.lastReply === before.lastReply ? row.last_reply : writeReply(after.lastReply)
  connection
    .prepare(SQL)
    .run(
      after.state,
      after.route,
      after.attempts,
      rounded(after.nextAttemptAt),
      reply,
      after.lastHost,
      after.delayNoticeSentAt,
      after.hold,
      after.forcedRoute,
      after.lease?.owner ?? null,
      rounded(after.lease?.until ?? null),
      row.message_key,
      row.number,
      row.lease_owner,
    )
  const wasTried = after.lastReply !== before.lastReply
  markDirty(connection, row.message_key, at, wasTried ? after.route : null, wasTried ? reply : null)
  return true
}

function markDirty(
  connection: WriteConnection,
  key: number,
  at: number,
  route: string | null,
  lastReply: string | null,
): void {
  const known = connection.dirty.get(key)
  connection.dirty.set(key, {
    at: Math.round(at),
    route: route ?? known?.route ?? null,
    lastReply: lastReply ?? known?.lastReply ?? null,
  })
}

function rounded(time: number | null): number | null {
  return time === null ? null : Math.round(time)
}
