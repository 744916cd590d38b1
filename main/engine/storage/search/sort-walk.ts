/** What a page of the list is read from: one or several walks, each in the order of the list. */
import type { QueueFilter, QueueSort } from '../../../../shared/contract/queue.ts'
import { assertNever } from '../../../../shared/domain/assert-never.ts'
import type { MessageState } from '../../../../shared/domain/message.ts'
import type { Cursor } from './cursor.ts'
import type { Sql } from './message-conditions.ts'

export const SORT_COLUMNS = {
  receivedAt: 'received_at',
  nextAttemptAt: 'next_attempt_at',
  size: 'size',
} as const satisfies Record<QueueSort['by'], string>

type SortColumn = (typeof SORT_COLUMNS)[keyof typeof SORT_COLUMNS]

export interface Walk {
  /** Index in which the rows lie in order; null: in the table itself, by key. */
  readonly index: string | null
  readonly range: Sql
}

/** Only these have something open, and so a next attempt. The last gets the time that the others do not need. */
const PLANNED: readonly MessageState[] = ['held', 'active', 'deferred', 'queued']

/**
 * Walks one after another; those of one step together, merged. By reception there is one for each state that is asked
 * for, and by next attempt one for each that can have any: a rare state is found at once among a million others.
 */
export function walksOf(
  { states }: QueueFilter,
  sort: QueueSort,
  cursor: Cursor | null,
): readonly (readonly Walk[])[] {
  const column = SORT_COLUMNS[sort.by]
  switch (column) {
    case 'size':
      return [[{ index: 'messages_by_size', range: rangeAfter(column, sort, cursor) }]]
    case 'received_at': {
      const range = rangeAfter(column, sort, cursor)
      return [
        states ? inStates(states, 'messages_by_state', range) : [{ index: 'messages_by_reception', range }],
      ]
    }
    case 'next_attempt_at': {
      const without = [{ index: null, range: withoutPlan(sort, cursor) }]
      if (cursor?.value === null) return [without]
      const planned = PLANNED.filter((state) => states?.includes(state) ?? true)
      const range = rangeAfter(column, sort, cursor)
      return planned.length === 0 ? [without] : [inStates(planned, 'messages_by_plan', range), without]
    }
    default:
      return assertNever(column)
  }
}

function inStates(states: readonly MessageState[], index: string, range: Sql): Walk[] {
  return [...new Set(states)].map((state) => ({
    index,
    range: joined({ text: 'm.state = ?', values: [state] }, range),
  }))
}

/** Those without a sort value come last, by their keys. */
function withoutPlan(sort: QueueSort, cursor: Cursor | null): Sql {
  const without = { text: 'm.next_attempt_at IS NULL', values: [] }
  if (cursor?.value !== null) return without
  return joined(without, { text: `m.key ${after(sort)} ?`, values: [cursor.key] })
}

function rangeAfter(column: SortColumn, sort: QueueSort, cursor: Cursor | null): Sql {
  const withValue = { text: `m.${column} IS NOT NULL`, values: [] }
  if (cursor === null) return withValue
  return joined(withValue, {
    text: `(m.${column}, m.key) ${after(sort)} (?, ?)`,
    values: [cursor.value, cursor.key],
  })
}

function after({ direction }: QueueSort): '>' | '<' {
  return direction === 'ascending' ? '>' : '<'
}

function joined(a: Sql, b: Sql): Sql {
  return { text: `${a.text} AND ${b.text}`, values: [...a.values, ...b.values] }
}
