/** Extending leases, and giving them back. Leased recipients are found through the active messages' index. */
import { decodeId } from '../../../../shared/domain/id.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { addEvent, plainEvent } from './add-event.ts'
import { moveRecipient } from './move-recipient.ts'

const LEASED = `
  SELECT r.* FROM messages AS m INDEXED BY messages_by_state CROSS JOIN recipients AS r ON r.message_key = m.key
  WHERE m.state = 'active' AND r.state = 'active'`

export function extendLease(
  connection: WriteConnection,
  request: { readonly owner: string; readonly messages: readonly string[]; readonly until: number },
): void {
  const extend = connection.prepare(
    "UPDATE recipients SET lease_until = ? WHERE message_key = ? AND lease_owner = ? AND state = 'active'",
  )
  for (const id of request.messages) extend.run(Math.round(request.until), decodeId(id), request.owner)
}

/** Every lease, or those that ran out; answers how many recipients. Due at once, with a Recovery event each. */
export function releaseLeases(
  connection: WriteConnection,
  { now, expiredOnly }: { readonly now: number; readonly expiredOnly: boolean },
): number {
  const rows = (connection.prepare(LEASED).all() as RecipientColumns[]).filter(
    (row) => !expiredOnly || (row.lease_until ?? 0) <= now,
  )
  for (const row of rows) {
    release(connection, row, now)
    addEvent(connection, row.message_key, row.number, plainEvent(now, 'Recovery', RECOVERY))
  }
  return rows.length
}

export function releaseOwner(
  connection: WriteConnection,
  { owner, now }: { readonly owner: string; readonly now: number },
): void {
  const rows = connection.prepare(`${LEASED} AND r.lease_owner = ?`).all(owner) as RecipientColumns[]
  for (const row of rows) release(connection, row, now)
}

function release(connection: WriteConnection, row: RecipientColumns, now: number): void {
  moveRecipient(connection, row, { kind: 'ReleaseLease', route: null, nextAttemptAt: now }, now)
}

const RECOVERY = 'The attempt was cut off before its result was known, and begins anew.'
