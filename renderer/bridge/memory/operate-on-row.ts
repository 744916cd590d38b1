import type { BulkOperation } from '../../../shared/contract/operations.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'

/** A row after an operation; null where that does not apply, as to mail that is done or waits for an undo window. */
export function operateOnRow(row: MessageRow, operation: BulkOperation, now: number): MessageRow | null {
  if (row.openCount === 0 || row.state === 'active' || row.pending !== null) return null
  const due = { ...row, state: 'queued' as const, nextAttemptAt: now }
  switch (operation.kind) {
    case 'send-now':
      return due
    case 'hold':
      return row.state === 'held' ? null : { ...row, state: 'held', nextAttemptAt: null }
    case 'release':
      return row.state === 'held' ? due : null
    case 'reroute':
      return row.state === 'held' ? { ...due, route: operation.route } : { ...row, route: operation.route }
    case 'delete':
      return { ...row, state: 'cancelled', openCount: 0, nextAttemptAt: null }
    case 'bounce':
      return { ...row, state: 'failed', openCount: 0, nextAttemptAt: null }
    default:
      return assertNever(operation)
  }
}
