/** A queue that exists only as rules for making its rows; what an operation changed is remembered beside them. */
import type {
  MessageCounts,
  OperationResult,
  QueueFilter,
  QueueOperation,
  QueueSort,
  Selection,
} from '../../../shared/contract/queue.ts'
import { MESSAGE_STATES, type MessageRow, type MessageState } from '../../../shared/domain/message.ts'
import { matchesFilter, type RowFacts } from '../matches-filter.ts'
import { operateOnRow } from './operate-on-row.ts'
import { SAMPLE_HOST, sampleMessage, sampleState } from './sample-messages.ts'

/** What the operator set by hand and a row does not tell. */
export interface HandMarks {
  readonly forcedRoute?: string | null
  /** By number of the recipient: what it was before, and what it is. */
  readonly addresses?: Readonly<Record<number, { readonly from: string; readonly to: string }>>
}

export interface MemoryQueue {
  readonly size: number
  row(id: string): MessageRow | null
  at(index: number): MessageRow
  page(
    filter: QueueFilter,
    sort: QueueSort,
    cursor: string | null,
    limit: number,
  ): { rows: MessageRow[]; nextCursor: string | null }
  counts(filter: QueueFilter): MessageCounts
  /** Oldest first. */
  select(selection: Selection): MessageRow[]
  operate(
    operation: QueueOperation,
    selection: Selection,
  ): OperationResult & { readonly rows: readonly MessageRow[] }
  /** A message that just came in. */
  add(row: MessageRow): void
  replace(row: MessageRow): void
  readonly marks: Map<string, HandMarks>
}

/** Milliseconds after which a page is answered as it is: the rest is behind its cursor. */
const PATIENCE = 60

const SORTED_AT_MOST = 20_000

export function createMemoryQueue(size: number, base: number): MemoryQueue {
  const changed = new Map<number, MessageRow>()
  const added: MessageRow[] = []
  const marks = new Map<string, HandMarks>()
  const indexById = new Map<string, number>()

  const total = () => size + added.length
  // The newest first: what was added comes before what was generated.
  const at = (index: number): MessageRow => {
    const fresh = added[added.length - 1 - index]
    if (fresh) return fresh
    const generated = index - added.length
    const row = changed.get(generated) ?? sampleMessage(generated, base)
    indexById.set(row.id, generated)
    return row
  }
  const stateAt = (index: number): MessageState => {
    const generated = index - added.length
    return added[added.length - 1 - index]?.state ?? changed.get(generated)?.state ?? sampleState(generated)
  }

  const find = (id: string): MessageRow | null => {
    const fresh = added.find((row) => row.id === id)
    if (fresh) return fresh
    const known = indexById.get(id)
    if (known !== undefined) return changed.get(known) ?? sampleMessage(known, base)
    for (let index = 0; index < total(); index += 1) if (at(index).id === id) return at(index)
    return null
  }

  const put = (row: MessageRow) => {
    const place = added.findIndex((other) => other.id === row.id)
    if (place >= 0) added[place] = row
    else {
      const index = indexById.get(row.id)
      if (index !== undefined) changed.set(index, row)
    }
  }

  const matching = function* (filter: QueueFilter, from: number): Generator<[number, MessageRow | null]> {
    for (let index = from; index < total(); index += 1) {
      if (filter.states && !filter.states.includes(stateAt(index))) continue
      const row = at(index)
      if (matchesFilter(row, filter, factsOf(row))) yield [index, row]
      else if (index % 500 === 0) yield [index, null]
    }
  }
  const select = (selection: Selection) =>
    selection.kind === 'ids'
      ? selection.ids.map(find).filter((row) => row !== null)
      : rowsOf(matching(selection.filter, 0)).reverse()

  return {
    marks,
    select,
    get size() {
      return total()
    },
    row: find,
    at,
    page(filter, sort, cursor, limit) {
      if (sort.by !== 'receivedAt' || sort.direction !== 'descending')
        return sortedPage(rowsOf(matching(filter, 0), SORTED_AT_MOST), sort, cursor, limit)
      const rows: MessageRow[] = []
      const begun = performance.now()
      // The cursor counts from the oldest end, so that it still holds when newer mail arrives.
      for (const [index, row] of matching(filter, cursor === null ? 0 : total() - Number(cursor))) {
        const isEnough = row === null ? performance.now() - begun > PATIENCE : rows.length === limit
        if (isEnough) return { rows, nextCursor: String(total() - index) }
        if (row) rows.push(row)
      }
      return { rows, nextCursor: null }
    },
    counts(filter) {
      const counts = Object.fromEntries(MESSAGE_STATES.map((state) => [state, 0])) as MessageCounts
      const { states: _, ...rest } = filter
      const needsRows = Object.keys(rest).length > 0
      for (let index = 0; index < total(); index += 1)
        if (!needsRows || matchesFilter(at(index), rest, factsOf(at(index)))) counts[stateAt(index)] += 1
      return counts
    },
    operate(operation, selection) {
      const rows = select(selection)
      const next = rows
        .map((row) => operateOnRow(row, { kind: operation }, base))
        .filter((row) => row !== null)
      for (const row of next) put(row)
      return { changed: next.length, unchanged: rows.length - next.length, rows: next }
    },
    add: (row) => void added.push(row),
    replace: put,
  }
}

function sortedPage(rows: MessageRow[], sort: QueueSort, cursor: string | null, limit: number) {
  const key = (row: MessageRow) => row[sort.by] ?? Number.MAX_SAFE_INTEGER
  const sign = sort.direction === 'ascending' ? 1 : -1
  rows.sort((a, b) => sign * (key(a) - key(b)))
  const from = Number(cursor ?? 0)
  const page = rows.slice(from, from + limit)
  return { rows: page, nextCursor: from + limit < rows.length ? String(from + limit) : null }
}

function rowsOf(
  found: Generator<[number, MessageRow | null]>,
  most = Number.POSITIVE_INFINITY,
): MessageRow[] {
  const rows: MessageRow[] = []
  for (const [, row] of found) {
    if (row) rows.push(row)
    if (rows.length >= most) break
  }
  return rows
}

function factsOf(row: MessageRow): RowFacts {
  return {
    host: row.lastReply === null ? null : SAMPLE_HOST,
    network: row.listener === 'lan' ? 'office' : null,
    hold: row.state === 'held' ? 'no-route' : null,
  }
}
