/** The operator's bounce of marked messages: leased, then forgotten once its result is recorded. */
import { decodeId, encodeId } from '../../../../../shared/domain/id.ts'
import type { OperationRecord } from '../../operation-storage.ts'
import { readOperation } from '../../rows/operation-row.ts'
import type { RecipientColumns } from '../../rows/recipient-row.ts'
import type { Claim, Lease } from '../../storage.ts'
import type { WriteConnection } from '../../workers/connection.ts'
import { claimMessage } from '../claim-message.ts'
import { forgetPending } from './close-slice.ts'
import { countSlice, operationRow } from './operations.ts'

const MARKED = `
  SELECT message_key AS key FROM pending_messages INDEXED BY pending_messages_by_operation
  WHERE operation_key = ? ORDER BY message_key LIMIT ?`

const WAITING = `
  SELECT r.* FROM pending_recipients AS p
  JOIN recipients AS r ON r.message_key = p.message_key AND r.number = p.number
  WHERE p.message_key = ? AND r.state = 'held' AND r.hold = 'pending' ORDER BY r.number`

export function claimPending(
  connection: WriteConnection,
  request: { readonly id: string; readonly now: number; readonly lease: Lease; readonly limit: number },
): { readonly claims: Claim[]; readonly ids: string[] } {
  const { id, now, lease, limit } = request
  const marked = connection.prepare(MARKED).all(decodeId(id), limit) as { readonly key: number }[]
  const claims = marked.flatMap(({ key }) => {
    const rows = connection.prepare(WAITING).all(key) as RecipientColumns[]
    return claimMessage(connection, key, rows, lease, now) ?? []
  })
  return { claims, ids: marked.map(({ key }) => encodeId(key)) }
}

// In the middle of it, or given back by a lease that ran out: it is still to be done.
const UNFINISHED = `
  SELECT 1 FROM pending_recipients AS p
  JOIN recipients AS r ON r.message_key = p.message_key AND r.number = p.number
  WHERE p.message_key = ? AND r.state IN ('active', 'held') LIMIT 1`

const BOUNCED = `
  SELECT 1 FROM pending_recipients AS p
  JOIN recipients AS r ON r.message_key = p.message_key AND r.number = p.number
  WHERE p.message_key = ? AND r.state = 'bounced' LIMIT 1`

export function dropPending(
  connection: WriteConnection,
  { id, ids }: { readonly id: string; readonly ids: readonly string[] },
): { readonly record: OperationRecord; readonly dropped: number } {
  const row = operationRow(connection, id)
  const done = ids.map(decodeId).filter((key) => connection.prepare(UNFINISHED).get(key) === undefined)
  const missed = done.filter((key) => connection.prepare(BOUNCED).get(key) === undefined).length
  for (const key of done) forgetPending(connection, key)
  countSlice(connection, row, { done: 0, changed: -missed, unchanged: missed })
  return { record: readOperation(operationRow(connection, id)), dropped: done.length }
}
