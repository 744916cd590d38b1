import type { OperationResult, QueueFilter, QueueOperation } from '../../../../shared/contract/queue.ts'
import { assertNever } from '../../../../shared/domain/assert-never.ts'
import { decodeId } from '../../../../shared/domain/id.ts'
import type { EventKind } from '../../../../shared/domain/message.ts'
import type { RecipientEvent } from '../../queue/transition.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { addEvent, plainEvent } from './add-event.ts'
import { moveRecipient } from './move-recipient.ts'
import { stillMatches } from './still-matches.ts'

export type OperatorMove = Exclude<QueueOperation, 'bounce'>

/** One slice of an operation: at most a few hundred messages, so that other writes get between. */
export interface OperateRequest {
  readonly operation: OperatorMove
  readonly ids: readonly string[]
  /** Where they were searched for: what no longer matches is left alone. null where they were named. */
  readonly filter: QueueFilter | null
  readonly now: number
  readonly actor: string
  /** Key of the audit entry, which adds up what the slices changed. */
  readonly audit: number
}

const OPEN = `
  SELECT * FROM recipients WHERE message_key = ? AND state IN ('queued', 'deferred', 'held') ORDER BY number`

const ADD_UP = `
  UPDATE audit SET detail = json_set(detail,
    '$.changed', coalesce(detail ->> '$.changed', 0) + ?, '$.unchanged', coalesce(detail ->> '$.unchanged', 0) + ?)
  WHERE key = ?`

/** Recipients in an attempt are never taken out of it. Answers the messages that changed. */
export function operateMessages(
  connection: WriteConnection,
  request: OperateRequest,
): OperationResult & { readonly touched: string[] } {
  const ids = request.filter === null ? request.ids : stillMatches(connection, request.filter, request.ids)
  const touched = ids.filter((id) => operateMessage(connection, decodeId(id), request))
  const unchanged = ids.length - touched.length
  connection.prepare(ADD_UP).run(touched.length, unchanged, request.audit)
  return { changed: touched.length, unchanged, touched }
}

function operateMessage(connection: WriteConnection, key: number, request: OperateRequest): boolean {
  const rows = connection.prepare(OPEN).all(key) as RecipientColumns[]
  const [event, history] = moveOf(request.operation, request.now)
  const moved = rows.filter((row) => moveRecipient(connection, row, event, request.now))
  for (const row of moved)
    addEvent(connection, key, row.number, plainEvent(request.now, history, request.actor))
  return moved.length > 0
}

function moveOf(operation: OperatorMove, now: number): readonly [RecipientEvent, EventKind] {
  switch (operation) {
    case 'send-now':
      return [{ kind: 'SendNow', now }, 'SendNow']
    case 'hold':
      return [{ kind: 'Hold' }, 'Hold']
    case 'release':
      return [{ kind: 'Release', now }, 'Release']
    case 'delete':
      return [{ kind: 'Cancel' }, 'Cancel']
    default:
      return assertNever(operation)
  }
}
