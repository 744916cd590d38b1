/** What a page of the list is read from: one or several walks, each in the order of the list. */
import type { QueueFilter, QueueSort } from '../../../../shared/contract/queue.ts'
import type { MessageState } from '../../../../shared/domain/message.ts'
import type { Cursor } from './cursor.ts'
import type { Sql } from './message-conditions.ts'

export interface SortColumn {
  readonly name: 'received_at' | 'next_attempt_at' | 'size'
  readonly index: string
}

export const SORT_COLUMNS = {
  receivedAt: { name: 'received_at', index: 'messages_by_reception' },
  nextAttemptAt: { name: 'next_attempt_at', index: 'messages_by_next_attempt' },
  size: { name: 'size', index: 'messages_by_size' },
} as const satisfies Record<QueueSort['by'], SortColumn>

export interface Walk {
  /** Index in which the rows lie in order. */
  readonly index: string
  readonly range: Sql
}

/** These have nothing open, and so no next attempt. */
const ENDED: readonly MessageState[] = ['delivered', 'failed', 'cancelled']

/**
 * Walks one after another; those of one step together, merged. By reception there is one for each state that is asked
 * for: a rare state is found at once among a million others.
 */
export function walksOf(
  filter: QueueFilter,
  sort: QueueSort,
  cursor: Cursor | null,
): readonly (readonly Walk[])[] {
  const column = SORT_COLUMNS[sort.by]
  const { states } = filter
  if (column.name === 'received_at' && states)
    return [
      [...new Set(states)].map((state) => ({
        index: 'messages_by_state',
        range: joined({ text: 'm.state = ?', values: [state] }, rangeAfter(column, sort, cursor)),
      })),
    ]
  const isNeverPlanned = states?.every((state) => ENDED.includes(state)) ?? false
  return ranges(column, sort, cursor, isNeverPlanned).map((range) => [{ index: column.index, range }])
}

/** What is left of the list after the cursor: those with a sort value, then those without. */
function ranges(column: SortColumn, sort: QueueSort, cursor: Cursor | null, isNeverPlanned: boolean): Sql[] {
  const without = { text: 'm.next_attempt_at IS NULL', values: [] }
  if (cursor?.value === null)
    return [joined(without, { text: `m.key ${after(sort)} ?`, values: [cursor.key] })]
  const withValue = rangeAfter(column, sort, cursor)
  if (column.name !== 'next_attempt_at') return [withValue]
  return isNeverPlanned ? [without] : [withValue, without]
}

function rangeAfter(column: SortColumn, sort: QueueSort, cursor: Cursor | null): Sql {
  if (cursor === null) return { text: `m.${column.name} IS NOT NULL`, values: [] }
  return { text: `(m.${column.name}, m.key) ${after(sort)} (?, ?)`, values: [cursor.value, cursor.key] }
}

function after({ direction }: QueueSort): '>' | '<' {
  return direction === 'ascending' ? '>' : '<'
}

function joined(a: Sql, b: Sql): Sql {
  return { text: `${a.text} AND ${b.text}`, values: [...a.values, ...b.values] }
}
