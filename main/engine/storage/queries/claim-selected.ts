import type { QueueFilter } from '../../../../shared/contract/queue.ts'
import { decodeId } from '../../../../shared/domain/id.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { Claim, Lease } from '../storage.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { claimMessage } from './claim-message.ts'
import { isPending } from './operations/pending.ts'
import { stillMatches } from './still-matches.ts'

export interface ClaimSelectedRequest {
  readonly ids: readonly string[]
  readonly filter: QueueFilter | null
  readonly lease: Lease
  readonly now: number
}

const OPEN = `
  SELECT * FROM recipients WHERE message_key = ? AND state IN ('queued', 'deferred', 'held') ORDER BY number`

/** Leases the recipients that are open and in no attempt; messages that have none, or wait for an undo window, count as unchanged. */
export function claimSelected(
  connection: WriteConnection,
  { ids, filter, lease, now }: ClaimSelectedRequest,
): { readonly claims: Claim[]; readonly unchanged: number } {
  const wanted = filter === null ? ids : stillMatches(connection, filter, ids)
  const claims = wanted.flatMap((id) => {
    const key = decodeId(id)
    if (isPending(connection, key)) return []
    const rows = connection.prepare(OPEN).all(key) as RecipientColumns[]
    return claimMessage(connection, key, rows, lease, now) ?? []
  })
  return { claims, unchanged: wanted.length - claims.length }
}
