import { encodeId } from '../../../../shared/domain/id.ts'
import { type MessageColumns, readBodyRef, readEnvelope, readOrigin } from '../rows/message-row.ts'
import { type RecipientColumns, readRecipient } from '../rows/recipient-row.ts'
import type { Claim, Lease } from '../storage.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { moveRecipient } from './move-recipient.ts'

/** Leases these recipients of one message; null where there are none, or the message's row is missing. */
export function claimMessage(
  connection: WriteConnection,
  key: number,
  rows: readonly RecipientColumns[],
  lease: Lease,
  now: number,
): Claim | null {
  const message = connection.prepare('SELECT * FROM messages WHERE key = ?').get(key) as
    | MessageColumns
    | undefined
  if (!message || rows.length === 0) return null
  const claimed = rows.filter((row) => moveRecipient(connection, row, { kind: 'Claim', ...lease }, now))
  return {
    id: encodeId(key),
    envelope: readEnvelope(message),
    origin: readOrigin(message),
    size: message.size,
    receivedAt: message.received_at,
    body: readBodyRef(message),
    recipients: claimed.map((row) => ({ ...readRecipient(row), state: 'active', nextAttemptAt: null })),
  }
}
