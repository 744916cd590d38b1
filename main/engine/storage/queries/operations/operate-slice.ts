import type { BulkOperation } from '../../../../../shared/contract/operations.ts'
import type { QueueFilter } from '../../../../../shared/contract/queue.ts'
import { assertNever } from '../../../../../shared/domain/assert-never.ts'
import { decodeId } from '../../../../../shared/domain/id.ts'
import type { MessageEvent } from '../../../../../shared/domain/message.ts'
import type { RecipientEvent } from '../../../queue/transition.ts'
import type { OperationSlice } from '../../operation-storage.ts'
import { readKind, readOperation } from '../../rows/operation-row.ts'
import type { RecipientColumns } from '../../rows/recipient-row.ts'
import type { WriteConnection } from '../../workers/connection.ts'
import { addEvent, plainEvent } from '../add-event.ts'
import { moveRecipient } from '../move-recipient.ts'
import { stillMatches } from '../still-matches.ts'
import { countSlice, operationRow } from './operations.ts'
import { isPending } from './pending.ts'
import { planMessage } from './plan-message.ts'

export interface OperateSliceRequest {
  readonly id: string
  readonly ids: readonly string[]
  readonly filter: QueueFilter | null
  readonly plan: boolean
  readonly now: number
}

/** One slice of an operation: at most a few hundred messages, so that other writes get between. */
export function operateSlice(connection: WriteConnection, request: OperateSliceRequest): OperationSlice {
  const row = operationRow(connection, request.id)
  const work = { operation: readKind(row.operation), actor: row.actor, now: request.now }
  const ids = request.filter === null ? request.ids : stillMatches(connection, request.filter, request.ids)
  const touched = ids.filter((id) => {
    const key = decodeId(id)
    if (isPending(connection, key)) return false
    return request.plan
      ? planMessage(connection, key, { ...work, operationKey: row.key, undoWindow: row.undo_window })
      : operateMessage(connection, key, work)
  })
  const changed = touched.length
  countSlice(connection, row, { done: request.ids.length, changed, unchanged: request.ids.length - changed })
  return { record: readOperation(operationRow(connection, request.id)), touched }
}

const OPEN = `
  SELECT * FROM recipients WHERE message_key = ? AND state IN ('queued', 'deferred', 'held') ORDER BY number`

export interface OperatorWork {
  readonly operation: BulkOperation
  readonly actor: string
  readonly now: number
}

/** Recipients in an attempt are never taken out of it. Answers whether one of the others changed. */
export function operateMessage(connection: WriteConnection, key: number, work: OperatorWork): boolean {
  const [event, history] = moveOf(work)
  const rows = connection.prepare(OPEN).all(key) as RecipientColumns[]
  const moved = rows.filter((row) => moveRecipient(connection, row, event, work.now))
  for (const row of moved) addEvent(connection, key, row.number, history)
  return moved.length > 0
}

/** What happens to a recipient, and the entry of its history. */
function moveOf({
  operation,
  actor,
  now,
}: OperatorWork): readonly [RecipientEvent, Omit<MessageEvent, 'recipient'>] {
  switch (operation.kind) {
    case 'send-now':
      return [{ kind: 'SendNow', now }, plainEvent(now, 'SendNow', actor)]
    case 'hold':
      return [{ kind: 'Hold' }, plainEvent(now, 'Hold', actor)]
    case 'release':
      return [{ kind: 'Release', now }, plainEvent(now, 'Release', actor)]
    case 'delete':
      return [{ kind: 'Cancel' }, plainEvent(now, 'Cancel', actor)]
    case 'reroute': {
      const { route } = operation
      const note = route === null ? `${actor}: the relay rules decide again.` : actor
      return [
        { kind: 'Redirect', route, now },
        { ...plainEvent(now, 'Redirect', note), route },
      ]
    }
    case 'bounce':
      throw new Error('a bounce writes a report: it is claimed, not moved')
    default:
      return assertNever(operation)
  }
}
