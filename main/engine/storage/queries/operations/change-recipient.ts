import { decodeId } from '../../../../../shared/domain/id.ts'
import { isOpen } from '../../../../../shared/domain/recipient.ts'
import type { RecipientChange, RecipientRefusal } from '../../operation-storage.ts'
import { FIRST_RECIPIENTS, type MessageColumns } from '../../rows/message-row.ts'
import { type RecipientColumns, readProgress } from '../../rows/recipient-row.ts'
import type { WriteConnection } from '../../workers/connection.ts'
import { addEvent, plainEvent } from '../add-event.ts'
import { moveRecipient } from '../move-recipient.ts'
import { isPending } from './pending.ts'

/**
 * Where the client gave no ORCPT, the address it did give becomes that: reports go on to name what the sender knows
 * (RFC 3461 §4.2). An address beyond ASCII needs SMTPUTF8 from the next hop (RFC 6531 §3.6).
 */
const CHANGE = `
  UPDATE recipients SET address = ?, original_recipient = coalesce(original_recipient, ?)
  WHERE message_key = ? AND number = ?`

const DOUBLE = `
  SELECT 1 FROM recipients WHERE message_key = ? AND number <> ? AND lower(address) = lower(?)
    AND state IN ('queued', 'active', 'deferred', 'held')`

/** null where it is done. The rules are asked anew: mail that had no route for the old address may have one now. */
export function changeRecipient(
  connection: WriteConnection,
  { message, number, address, actor, now }: RecipientChange,
): RecipientRefusal | null {
  const key = decodeId(message)
  const row = connection
    .prepare('SELECT * FROM recipients WHERE message_key = ? AND number = ?')
    .get(key, number) as RecipientColumns | undefined
  const refused = refusalOf(connection, row, address)
  if (refused !== null || !row) return refused
  if (row.address === address) return null
  connection.prepare(CHANGE).run(address, `rfc822;${row.address}`, key, number)
  moveRecipient(connection, row, { kind: 'Reroute', now }, now)
  const note = `${actor}: from ${row.address} to ${address}`
  addEvent(connection, key, number, plainEvent(now, 'RecipientChange', note))
  showAddresses(connection, key, address)
  return null
}

function refusalOf(
  connection: WriteConnection,
  row: RecipientColumns | undefined,
  address: string,
): RecipientRefusal | null {
  if (!row) return 'missing'
  const { state } = readProgress(row)
  if (state === 'active') return 'active'
  if (!isOpen(state)) return 'done'
  if (isPending(connection, row.message_key)) return 'pending'
  const isDouble = connection.prepare(DOUBLE).get(row.message_key, row.number, address) !== undefined
  return isDouble ? 'double' : null
}

/** What lists show of the recipients, and what searches find. */
function showAddresses(connection: WriteConnection, key: number, changed: string): void {
  const rows = connection
    .prepare('SELECT address FROM recipients WHERE message_key = ? ORDER BY number')
    .all(key) as { readonly address: string }[]
  const addresses = rows.map(({ address }) => address)
  const isBeyondAscii = /[^\x20-\x7e]/.test(changed)
  connection
    .prepare('UPDATE messages SET first_recipients = ?, smtp_utf8 = max(smtp_utf8, ?) WHERE key = ?')
    .run(JSON.stringify(addresses.slice(0, FIRST_RECIPIENTS)), isBeyondAscii ? 1 : 0, key)
  const message = connection.prepare('SELECT * FROM messages WHERE key = ?').get(key) as MessageColumns
  const { sender, subject, message_id } = message
  connection.textChanges.push(
    { kind: 'remove', key },
    { kind: 'add', key, sender, recipients: addresses.join(' '), subject, messageId: message_id ?? '' },
  )
}
