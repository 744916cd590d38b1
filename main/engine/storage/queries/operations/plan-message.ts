import type { RecipientColumns } from '../../rows/recipient-row.ts'
import type { WriteConnection } from '../../workers/connection.ts'
import { addEvent, plainEvent } from '../add-event.ts'
import { moveRecipient } from '../move-recipient.ts'
import type { OperatorWork } from './operate-slice.ts'

const OPEN = `
  SELECT * FROM recipients WHERE message_key = ? AND state IN ('queued', 'deferred', 'held') ORDER BY number`
const MARK = 'INSERT INTO pending_messages (message_key, operation_key) VALUES (?, ?)'
const KEEP = `
  INSERT INTO pending_recipients (message_key, number, state, next_attempt_at, hold) VALUES (?, ?, ?, ?, ?)`

/**
 * Marks a message for an operation that can be undone. What will be deleted or bounced is held meanwhile, with what it
 * was kept beside it; what will be released is held already. Answers whether it is marked.
 */
export function planMessage(
  connection: WriteConnection,
  key: number,
  work: OperatorWork & { readonly operationKey: number; readonly undoWindow: number },
): boolean {
  const { operation, operationKey } = work
  const rows = connection.prepare(OPEN).all(key) as RecipientColumns[]
  const marked =
    operation.kind === 'release'
      ? rows.filter(({ state }) => state === 'held')
      : rows.filter((row) => planRecipient(connection, row, work))
  if (marked.length > 0) connection.prepare(MARK).run(key, operationKey)
  return marked.length > 0
}

function planRecipient(
  connection: WriteConnection,
  row: RecipientColumns,
  { operation, actor, now, undoWindow }: OperatorWork & { readonly undoWindow: number },
): boolean {
  if (!moveRecipient(connection, row, { kind: 'Plan' }, now)) return false
  const { message_key: key, number, state, next_attempt_at, hold } = row
  connection.prepare(KEEP).run(key, number, state, next_attempt_at, hold)
  const end = operation.kind === 'bounce' ? 'given back to the sender' : 'deleted'
  if (undoWindow > 0)
    addEvent(
      connection,
      key,
      number,
      plainEvent(now, 'Plan', `${actor}: to be ${end} when the time to undo it is over.`),
    )
  return true
}
