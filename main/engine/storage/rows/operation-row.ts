import {
  type BulkOperation,
  bulkOperationSchema,
  operationPhaseSchema,
} from '../../../../shared/contract/operations.ts'
import { encodeId } from '../../../../shared/domain/id.ts'
import type { Closing, OperationRecord } from '../operation-storage.ts'
import { readJson } from './json-columns.ts'

/** As SQLite gives it. */
export interface OperationColumns {
  readonly key: number
  readonly operation: string
  readonly actor: string
  readonly phase: string
  readonly closing: string | null
  readonly started_at: number
  readonly ended_at: number | null
  readonly selected: number | null
  readonly done: number
  readonly changed: number
  readonly unchanged: number
  readonly undo_window: number
  readonly undo_until: number | null
  readonly problem: string | null
  readonly audit_key: number
}

export function readOperation(row: OperationColumns): OperationRecord {
  return {
    view: {
      id: encodeId(row.key),
      operation: readKind(row.operation),
      actor: row.actor,
      phase: operationPhaseSchema.safeParse(row.phase).data ?? 'failed',
      startedAt: row.started_at,
      endedAt: row.ended_at,
      selected: row.selected,
      done: row.done,
      changed: row.changed,
      unchanged: row.unchanged,
      undoUntil: row.undo_until,
      problem: row.problem,
    },
    undoWindow: row.undo_window,
    closing: row.closing as Closing | null,
  }
}

/** What nobody can read must not delete anything: it is shown as a hold. */
export function readKind(column: string): BulkOperation {
  return readJson(bulkOperationSchema, column) ?? { kind: 'hold' }
}
