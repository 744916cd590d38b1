/** Marks of messages that wait for an undo window. */

import { encodeId } from '../../../../../shared/domain/id.ts'
import type { PendingOperation } from '../../../../../shared/domain/message.ts'
import { pendingOperationSchema } from '../../../../../shared/domain/message.ts'
import { readKind } from '../../rows/operation-row.ts'
import type { Connection } from '../../workers/connection.ts'

export function isPending(connection: Connection, key: number): boolean {
  return connection.prepare('SELECT 1 FROM pending_messages WHERE message_key = ?').get(key) !== undefined
}

const ANY = 'SELECT 1 FROM pending_messages LIMIT 1'

// While messages are still being marked the window has not begun: then it ends at least that late.
const READ = `
  SELECT o.key, o.operation, coalesce(o.undo_until, o.started_at + o.undo_window) AS at
  FROM pending_messages AS p JOIN operations AS o ON o.key = p.operation_key WHERE p.message_key = ?`

/** What waits to happen to these messages; mostly there is nothing, which one look tells. */
export function readPending(
  connection: Connection,
  keys: readonly number[],
): ReadonlyMap<number, PendingOperation> {
  const found = new Map<number, PendingOperation>()
  if (connection.prepare(ANY).get() === undefined) return found
  for (const key of keys) {
    const row = connection.prepare(READ).get(key) as
      | { readonly key: number; readonly operation: string; readonly at: number }
      | undefined
    const pending = row && {
      operationId: encodeId(row.key),
      operation: readKind(row.operation).kind,
      at: row.at,
    }
    const known = pendingOperationSchema.safeParse(pending)
    if (known.success) found.set(key, known.data)
  }
  return found
}
