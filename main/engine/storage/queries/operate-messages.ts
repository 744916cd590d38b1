import type { OperationResult, QueueFilter, QueueOperation } from '../../../../shared/contract/queue.ts'
import { decodeId } from '../../../../shared/domain/id.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { operateMessage } from './operations/operate-slice.ts'
import { isPending } from './operations/pending.ts'
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

const ADD_UP = `
  UPDATE audit SET detail = json_set(detail,
    '$.changed', coalesce(detail ->> '$.changed', 0) + ?, '$.unchanged', coalesce(detail ->> '$.unchanged', 0) + ?)
  WHERE key = ?`

/**
 * Recipients in an attempt are never taken out of it, and messages that wait for an undo window are left to it. Answers
 * the messages that changed.
 */
export function operateMessages(
  connection: WriteConnection,
  request: OperateRequest,
): OperationResult & { readonly touched: string[] } {
  const ids = request.filter === null ? request.ids : stillMatches(connection, request.filter, request.ids)
  const { actor, now } = request
  const operation = { kind: request.operation }
  const touched = ids.filter((id) => {
    const key = decodeId(id)
    return !isPending(connection, key) && operateMessage(connection, key, { operation, actor, now })
  })
  const unchanged = ids.length - touched.length
  connection.prepare(ADD_UP).run(touched.length, unchanged, request.audit)
  return { changed: touched.length, unchanged, touched }
}
