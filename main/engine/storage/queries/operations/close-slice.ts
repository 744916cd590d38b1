import { decodeId, encodeId } from '../../../../../shared/domain/id.ts'
import { type Hold, holdSchema } from '../../../../../shared/domain/recipient.ts'
import type { BeforePlan, RecipientEvent } from '../../../queue/transition.ts'
import type { Closing, OperationSlice } from '../../operation-storage.ts'
import { type OperationColumns, readKind, readOperation } from '../../rows/operation-row.ts'
import type { RecipientColumns } from '../../rows/recipient-row.ts'
import type { WriteConnection } from '../../workers/connection.ts'
import { addEvent, plainEvent } from '../add-event.ts'
import { moveRecipient } from '../move-recipient.ts'
import { operateMessage } from './operate-slice.ts'
import { countSlice, operationRow } from './operations.ts'

export interface CloseSliceRequest {
  readonly id: string
  readonly closing: Closing
  readonly now: number
}

/** As in select-slices. */
const SLICE = 50

const MARKED = `
  SELECT message_key AS key FROM pending_messages INDEXED BY pending_messages_by_operation
  WHERE operation_key = ? ORDER BY message_key LIMIT ?`

const KEPT = `
  SELECT r.*, p.state AS kept_state, p.next_attempt_at AS kept_at, p.hold AS kept_hold
  FROM pending_recipients AS p JOIN recipients AS r ON r.message_key = p.message_key AND r.number = p.number
  WHERE p.message_key = ? ORDER BY p.number`

interface KeptColumns extends RecipientColumns {
  readonly kept_state: BeforePlan['state']
  readonly kept_at: number | null
  readonly kept_hold: string | null
}

/** The next slice of what is marked is carried out, or is as it was before. */
export function closeSlice(
  connection: WriteConnection,
  { id, closing, now }: CloseSliceRequest,
): OperationSlice & { readonly more: boolean; readonly withoutRoute: boolean } {
  const row = operationRow(connection, id)
  const marked = connection.prepare(MARKED).all(decodeId(id), SLICE) as { readonly key: number }[]
  let withoutRoute = false
  let missed = 0
  for (const { key } of marked) {
    if (closing !== 'carry-out') withoutRoute = putBack(connection, key, row, now) || withoutRoute
    else if (!carryOut(connection, key, row, now)) missed += 1
    forgetPending(connection, key)
  }
  const undone = closing === 'carry-out' ? missed : marked.length
  countSlice(connection, row, { done: 0, changed: -undone, unchanged: undone })
  return {
    record: readOperation(operationRow(connection, id)),
    touched: marked.map(({ key }) => encodeId(key)),
    more: marked.length === SLICE,
    withoutRoute,
  }
}

/** Answers whether anything was left to do: mail may have gone another way meanwhile. */
function carryOut(connection: WriteConnection, key: number, row: OperationColumns, now: number): boolean {
  const operation = readKind(row.operation)
  if (operation.kind === 'release')
    return operateMessage(connection, key, { operation, actor: row.actor, now })
  const kept = connection.prepare(KEPT).all(key) as KeptColumns[]
  const moved = kept.filter((one) => moveRecipient(connection, one, { kind: 'Cancel' }, now))
  for (const { number } of moved) addEvent(connection, key, number, plainEvent(now, 'Cancel', row.actor))
  return moved.length > 0
}

/** Answers whether one of the recipients is held for want of a route again. */
function putBack(connection: WriteConnection, key: number, row: OperationColumns, now: number): boolean {
  const kept = connection.prepare(KEPT).all(key) as KeptColumns[]
  const moved = kept.filter((one) => moveRecipient(connection, one, undoOf(one), now))
  if (row.undo_window > 0)
    for (const { number } of moved) addEvent(connection, key, number, plainEvent(now, 'Undo', row.actor))
  return moved.some(({ kept_hold }) => kept_hold === 'no-route')
}

function undoOf({ kept_state: state, kept_at: nextAttemptAt, kept_hold }: KeptColumns): RecipientEvent {
  const hold: Hold | null = holdSchema.safeParse(kept_hold).data ?? null
  return { kind: 'Undo', state, nextAttemptAt, hold }
}

export function forgetPending(connection: WriteConnection, key: number): void {
  connection.prepare('DELETE FROM pending_messages WHERE message_key = ?').run(key)
  connection.prepare('DELETE FROM pending_recipients WHERE message_key = ?').run(key)
}
