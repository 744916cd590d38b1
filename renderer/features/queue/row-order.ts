import type { QueueSort } from '../../../shared/contract/queue.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'

/** Where a row stands in an order: enough to compare, and all that is kept of rows that are not loaded. */
export interface Edge {
  readonly value: number
  readonly id: string
}

/** Nothing planned sorts after everything that is, as in the engine. */
export function edgeOf(row: MessageRow, sort: QueueSort): Edge {
  return { value: row[sort.by] ?? Number.MAX_SAFE_INTEGER, id: row.id }
}

export function comesBefore(one: Edge, other: Edge, { direction }: QueueSort): boolean {
  const difference = one.value - other.value
  const order = difference !== 0 ? difference : one.id === other.id ? 0 : one.id < other.id ? -1 : 1
  return direction === 'ascending' ? order < 0 : order > 0
}
