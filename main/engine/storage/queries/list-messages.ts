import type { QueueFilter, QueueSort } from '../../../../shared/contract/queue.ts'
import type { MessageRow } from '../../../../shared/domain/message.ts'
import { type MessageColumns, readMessageRow } from '../rows/message-row.ts'
import { type Cursor, readCursor, writeCursor } from '../search/cursor.ts'
import { messageConditions, type Sql } from '../search/message-conditions.ts'
import { planSearch, type SearchPlan } from '../search/plan-search.ts'
import type { Connection } from '../workers/connection.ts'

export interface ListRequest {
  readonly filter: QueueFilter
  readonly sort: QueueSort
  readonly cursor: string | null
  readonly limit: number
}

interface SortColumn {
  readonly name: 'received_at' | 'next_attempt_at' | 'size'
  readonly index: string
}

const COLUMNS = {
  receivedAt: { name: 'received_at', index: 'messages_by_reception' },
  nextAttemptAt: { name: 'next_attempt_at', index: 'messages_by_next_attempt' },
  size: { name: 'size', index: 'messages_by_size' },
} as const satisfies Record<QueueSort['by'], SortColumn>

/** A page; rows that have no sort value (nothing planned) come last in either direction. */
export function listMessages(
  connection: Connection,
  request: ListRequest,
): { rows: MessageRow[]; nextCursor: string | null } {
  const column = COLUMNS[request.sort.by]
  const cursor = request.cursor === null ? null : readCursor(request.cursor)
  const found = findRows(connection, request, column, cursor)
  const rows = found.slice(0, request.limit)
  const last = rows.at(-1)
  const nextCursor =
    found.length > rows.length && last ? writeCursor({ value: last[column.name], key: last.key }) : null
  return { rows: rows.map(readMessageRow), nextCursor }
}

/** One row more than the page has, to know whether there is a next one. */
function findRows(
  connection: Connection,
  { filter, sort, limit }: ListRequest,
  column: SortColumn,
  cursor: Cursor | null,
): MessageColumns[] {
  const conditions = messageConditions(filter)
  const plan = planSearch(connection, conditions)
  const tests = conditions.map(({ test }) => test)
  const rows: MessageColumns[] = []
  for (const range of ranges(column, sort.direction, cursor)) {
    if (rows.length > limit) break
    const query = pageQuery(plan, column, sort.direction, [range, ...tests])
    rows.push(
      ...(connection.prepare(query.text).all(...query.values, limit + 1 - rows.length) as MessageColumns[]),
    )
  }
  return rows
}

/** What is left of the list after the cursor: those with a sort value, then those without. */
function ranges(column: SortColumn, direction: QueueSort['direction'], cursor: Cursor | null): Sql[] {
  const after = direction === 'ascending' ? '>' : '<'
  const without = { text: 'm.next_attempt_at IS NULL', values: [] }
  if (cursor?.value === null) return [{ text: `${without.text} AND m.key ${after} ?`, values: [cursor.key] }]
  const withValue =
    cursor === null
      ? { text: `m.${column.name} IS NOT NULL`, values: [] }
      : { text: `(m.${column.name}, m.key) ${after} (?, ?)`, values: [cursor.value, cursor.key] }
  return column.name === 'next_attempt_at' ? [withValue, without] : [withValue]
}

function pageQuery(
  plan: SearchPlan,
  column: SortColumn,
  direction: QueueSort['direction'],
  tests: readonly Sql[],
): Sql {
  const order = direction === 'ascending' ? 'ASC' : 'DESC'
  const source =
    plan.kind === 'few' ? 'messages AS m NOT INDEXED' : `messages AS m INDEXED BY ${column.index}`
  const all = plan.kind === 'few' ? [{ ...plan.keys, text: `m.key IN (${plan.keys.text})` }, ...tests] : tests
  return {
    text: `
      SELECT m.* FROM ${source}
      WHERE ${all.map(({ text }) => text).join(' AND ')}
      ORDER BY m.${column.name} ${order}, m.key ${order} LIMIT ?`,
    values: all.flatMap(({ values }) => values),
  }
}
