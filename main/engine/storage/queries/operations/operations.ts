/** The rows of operations: begun, changed, listed. */
import { decodeId } from '../../../../../shared/domain/id.ts'
import type { NewOperation, OperationRecord, OperationUpdate } from '../../operation-storage.ts'
import { type OperationColumns, readOperation } from '../../rows/operation-row.ts'
import type { Connection } from '../../workers/connection.ts'
import { addAudit } from '../audit.ts'

const INSERT = `
  INSERT INTO operations (key, operation, actor, phase, started_at, undo_window, audit_key)
  VALUES (?, ?, ?, 'running', ?, ?, ?)`

const READ = 'SELECT * FROM operations WHERE key = ?'

const LIST_OPEN = "SELECT * FROM operations WHERE phase IN ('running', 'undoable')"
const LIST_ENDED =
  "SELECT * FROM operations WHERE phase NOT IN ('running', 'undoable') ORDER BY key DESC LIMIT ?"

/** Operations that are kept after their end. */
const KEPT = 100
const TRIM = `
  DELETE FROM operations WHERE phase NOT IN ('running', 'undoable') AND key <= (
    SELECT key FROM operations WHERE phase NOT IN ('running', 'undoable') ORDER BY key DESC LIMIT 1 OFFSET ${KEPT})`

export function addOperation(
  connection: Connection,
  request: Omit<NewOperation, 'selection'> & { readonly selection: Record<string, unknown> },
): OperationRecord {
  const { id, operation, selection, actor, now, undoWindow } = request
  const { kind, ...rest } = operation
  const detail = { ...rest, ...selection }
  const audit = addAudit(connection, { at: now, actor, action: `queue ${kind}`, detail })
  connection.prepare(TRIM).run()
  const at = Math.round(now)
  connection.prepare(INSERT).run(decodeId(id), JSON.stringify(operation), actor, at, undoWindow, audit)
  return readOperation(operationRow(connection, id))
}

const COLUMNS = {
  phase: 'phase',
  endedAt: 'ended_at',
  selected: 'selected',
  undoUntil: 'undo_until',
  problem: 'problem',
  closing: 'closing',
} as const satisfies Record<keyof OperationUpdate, string>

export function updateOperation(
  connection: Connection,
  { id, update }: { readonly id: string; readonly update: OperationUpdate },
): OperationRecord {
  for (const [name, column] of Object.entries(COLUMNS)) {
    const value = update[name as keyof OperationUpdate]
    if (value === undefined) continue
    const rounded = typeof value === 'number' ? Math.round(value) : value
    connection.prepare(`UPDATE operations SET ${column} = ? WHERE key = ?`).run(rounded, decodeId(id))
  }
  const row = operationRow(connection, id)
  if (update.phase !== undefined)
    connection
      .prepare("UPDATE audit SET detail = json_set(detail, '$.outcome', ?) WHERE key = ?")
      .run(update.phase, row.audit_key)
  return readOperation(row)
}

/** @throws where there is none: it goes only after its end, and long after */
export function operationRow(connection: Connection, id: string): OperationColumns {
  const row = connection.prepare(READ).get(decodeId(id)) as OperationColumns | undefined
  if (!row) throw new Error(`there is no operation ${id}`)
  return row
}

export function listOperations(connection: Connection, limit: number): OperationRecord[] {
  const open = connection.prepare(LIST_OPEN).all() as OperationColumns[]
  const ended = connection.prepare(LIST_ENDED).all(limit) as OperationColumns[]
  return [...open, ...ended].sort((a, b) => b.key - a.key).map(readOperation)
}

const COUNT = `
  UPDATE operations SET done = done + ?, changed = changed + ?, unchanged = unchanged + ? WHERE key = ?`
const COUNT_AUDIT = `
  UPDATE audit SET detail = json_set(detail,
    '$.changed', coalesce(detail ->> '$.changed', 0) + ?, '$.unchanged', coalesce(detail ->> '$.unchanged', 0) + ?)
  WHERE key = ?`

/** What a slice came to, in the operation and in its audit entry. */
export function countSlice(
  connection: Connection,
  { key, audit_key }: Pick<OperationColumns, 'key' | 'audit_key'>,
  {
    done,
    changed,
    unchanged,
  }: { readonly done: number; readonly changed: number; readonly unchanged: number },
): void {
  connection.prepare(COUNT).run(done, changed, unchanged, key)
  connection.prepare(COUNT_AUDIT).run(changed, unchanged, audit_key)
}
