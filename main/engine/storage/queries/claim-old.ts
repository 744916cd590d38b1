import { decodeId, type MessageId } from '../../../../shared/domain/id.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import { keyAt } from '../search/key-at.ts'
import type { Claim, Lease } from '../storage.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { claimMessage } from './claim-message.ts'

export interface ClaimOldRequest {
  readonly route: string
  /** Received at this time or before. */
  readonly before: number
  readonly after: MessageId | null
  readonly now: number
  readonly lease: Lease
  /** Messages. */
  readonly limit: number
}

// Keys grow with time: the index gives the oldest of the route first, and nothing that is younger is looked at. The
// states are those of the index; only queued and deferred have a next attempt.
const OLD = `
  SELECT DISTINCT r.message_key AS key
  FROM recipients r INDEXED BY recipients_waiting JOIN messages m ON m.key = r.message_key
  WHERE r.route = ? AND r.message_key > ? AND r.message_key < ?
    AND r.state IN ('queued', 'active', 'deferred', 'held') AND r.next_attempt_at IS NOT NULL
    AND m.received_at <= ?
  ORDER BY r.message_key LIMIT ?`

const WAITING = `
  SELECT * FROM recipients WHERE message_key = ? AND route = ? AND state IN ('queued', 'deferred') ORDER BY number`

/** Leases what waits on the route and is that old, in order of the ids, whether it is due or not. */
export function claimOld(
  connection: WriteConnection,
  { route, before, after, now, lease, limit }: ClaimOldRequest,
): Claim[] {
  const from = after === null ? -1 : decodeId(after)
  const found = connection.prepare(OLD).all(route, from, keyAt(before + 1), Math.floor(before), limit) as {
    readonly key: number
  }[]
  return found
    .map(({ key }) => {
      const rows = connection.prepare(WAITING).all(key, route) as RecipientColumns[]
      return claimMessage(connection, key, rows, lease, now)
    })
    .filter((claim) => claim !== null)
}
