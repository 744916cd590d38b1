import type { QueueFilter, QueueSort } from '../../../../shared/contract/queue.ts'
import type { MessageRow } from '../../../../shared/domain/message.ts'
import type { MessageColumns } from '../rows/message-row.ts'
import { type Cursor, readCursor, writeCursor } from '../search/cursor.ts'
import { type Condition, messageConditions, type Sql } from '../search/message-conditions.ts'
import { beginWalk, isWalkOver } from '../search/patience.ts'
import { planRare, planSearch } from '../search/plan-search.ts'
import { SORT_COLUMNS, type Walk, walksOf } from '../search/sort-walk.ts'
import type { Connection } from '../workers/connection.ts'
import { isStopped, type StopFlag } from '../workers/stop-flag.ts'
import { withPending } from './get-message.ts'

export interface ListRequest {
  readonly filter: QueueFilter
  readonly sort: QueueSort
  readonly cursor: string | null
  readonly limit: number
  /** Milliseconds after which a page that is not full is answered; default: PATIENCE. */
  readonly patience?: number
  /** Once it is set nobody waits for the page: what is answered then is not the whole. */
  readonly stop?: StopFlag | null
  /** Up to how many candidates from an index are looked at all together; default: that of planSearch. */
  readonly few?: number
}

const PATIENCE = 40
/** Milliseconds of a first look for what is everywhere, and how many rows are worth answering then: a screen of them. */
const GLANCE = 16
const SCREENFUL = 30

/** A place in the order of the list. */
type Place = Pick<MessageColumns, 'key' | 'received_at' | 'next_attempt_at' | 'size'>

/** Places in order, and the first that was not looked at any more. */
interface Found {
  readonly places: readonly Place[]
  readonly end: Place | null
}

/**
 * A page; rows that have no sort value (nothing planned) come last in either direction. One that is hard to find is
 * answered as far as it got, with a cursor.
 */
export function listMessages(
  connection: Connection,
  request: ListRequest,
): { rows: MessageRow[]; nextCursor: string | null } {
  if (isStopped(request.stop ?? null)) return { rows: [], nextCursor: null }
  const found = findPlaces(connection, request)
  const page = found.places.slice(0, request.limit)
  const read = connection.prepare('SELECT * FROM messages WHERE key = ?')
  const rows = page.map(({ key }) => read.get(key) as MessageColumns)
  return { rows: withPending(connection, rows), nextCursor: nextCursor(request, found) }
}

function nextCursor({ sort, limit }: ListRequest, { places, end }: Found): string | null {
  const last = places[limit - 1]
  if (places.length > limit && last) return writeCursor(cursorAt(sort, last))
  if (end === null) return null
  // The walk goes on with this row, which it did not look at: one before it.
  const { value, key } = cursorAt(sort, end)
  return writeCursor({ value, key: sort.direction === 'ascending' ? key - 1 : key + 1 })
}

function cursorAt(sort: QueueSort, place: Place): Cursor {
  return { value: place[SORT_COLUMNS[sort.by]], key: place.key }
}

/** One more than the page has, to know whether there is a next one. */
function findPlaces(connection: Connection, request: ListRequest): Found {
  const { filter, sort, limit, patience = PATIENCE, stop = null } = request
  const cursor = request.cursor === null ? null : readCursor(request.cursor)
  const conditions = messageConditions(filter)
  const steps = walksOf(filter, sort, cursor)
  const rare = planRare(connection, conditions)
  const ahead = { conditions, sort, wanted: limit + 1, patience, stop }
  const atOnce = rare === null ? lookAhead(connection, steps[0], ahead) : null
  if (atOnce) return atOnce
  const plan = rare ?? planSearch(connection, conditions, request.few)
  const places: Place[] = []
  for (const walks of steps) {
    const wanted = limit + 1 - places.length
    if (wanted <= 0) break
    const step =
      plan.kind === 'few'
        ? sortFew(connection, walks, { keys: plan.keys, conditions, sort, wanted, stop })
        : walkTogether(connection, walks, { conditions, sort, wanted, patience, stop })
    places.push(...step.places)
    if (step.end !== null) return { places, end: step.end }
  }
  return { places, end: null }
}

/**
 * What many messages have fills the page, or a screen of it, within a few milliseconds, sooner than the indexes are
 * asked how many there are: of a short word's beginning the full-text index first gathers every row. null where it
 * does not.
 */
function lookAhead(
  connection: Connection,
  walks: readonly Walk[] | undefined,
  search: Search & { readonly patience: number },
): Found | null {
  if (!walks || search.conditions.length === 0) return null
  const found = walkTogether(connection, walks, { ...search, patience: Math.min(GLANCE, search.patience) })
  const isFull = found.places.length >= search.wanted
  return isFull || (found.end !== null && found.places.length >= SCREENFUL) ? found : null
}

interface Search {
  readonly conditions: readonly Condition[]
  readonly sort: QueueSort
  readonly wanted: number
  readonly stop: StopFlag | null
}

const PLACE = 'm.key, m.received_at, m.next_attempt_at, m.size'

/** Few candidates: each is looked at, and what matches is sorted. */
function sortFew(
  connection: Connection,
  walks: readonly Walk[],
  { keys, conditions, sort, wanted }: Search & { readonly keys: Sql },
): Found {
  const ranges = walks.map(({ range }) => `(${range.text})`).join(' OR ')
  const all = [{ ...keys, text: `m.key IN (${keys.text})` }, ...conditions.map(({ test }) => test)]
  const rows = connection
    .prepare(`
      SELECT ${PLACE} FROM messages AS m NOT INDEXED
      WHERE ${all.map(({ text }) => text).join(' AND ')} AND (${ranges})
      ORDER BY ${order(sort)} LIMIT ?`)
    .all(
      ...all.flatMap(({ values }) => values),
      ...walks.flatMap(({ range }) => range.values),
      wanted,
    ) as Place[]
  return { places: rows, end: null }
}

/**
 * Along the indexes until the page is full. Where one walk ended early, what the others found beyond that place comes
 * with a later page. Each has a part of the patience, so that each gets on.
 */
function walkTogether(
  connection: Connection,
  walks: readonly Walk[],
  search: Search & { readonly patience: number },
): Found {
  let patience = search.patience
  const found = walks.map((walk, index) => {
    const begun = performance.now()
    const share = patience / (walks.length - index)
    const one = walkAlong(connection, walk, { ...search, patience: share })
    patience = Math.max(patience - (performance.now() - begun), 0)
    return one
  })
  const compare = comparison(search.sort)
  const end = found
    .map((one) => one.end)
    .filter((place) => place !== null)
    .sort(compare)[0]
  const places = found
    .flatMap((one) => one.places)
    .filter((place) => end === undefined || compare(place, end) < 0)
    .sort(compare)
    .slice(0, search.wanted)
  return { places, end: places.length >= search.wanted ? null : (end ?? null) }
}

function walkAlong(
  connection: Connection,
  { index, range }: Walk,
  { conditions, sort, wanted, patience, stop }: Search & { readonly patience: number },
): Found {
  const column = SORT_COLUMNS[sort.by]
  // Bounds of what the walk is sorted by are where it begins and ends; the other tests are made on the way.
  const [bounds, tests] = [true, false].map((isBound) =>
    conditions.filter((one) => (one.bounds === column) === isBound).map(({ test }) => test),
  ) as [Sql[], Sql[]]
  const ranges = [range, ...bounds].map(({ text }) => text).join(' AND ')
  const test = tests.map(({ text }) => `(${text})`).join(' AND ')
  const statement = connection.prepare(`
    SELECT ${PLACE} FROM messages AS m ${index === null ? 'NOT INDEXED' : `INDEXED BY ${index}`}
    WHERE ${ranges} ${test === '' ? '' : `AND (is_over() OR (${test}))`}
    ORDER BY ${index === null ? keyOrder(sort) : order(sort)} LIMIT ?`)
  const values = [range, ...bounds, ...tests].flatMap((one) => one.values)
  const places: Place[] = []
  beginWalk(connection, patience, stop)
  for (const place of statement.iterate(...values, wanted) as IterableIterator<Place>) {
    if (isWalkOver(connection)) return { places, end: place }
    places.push(place)
  }
  return { places, end: null }
}

function keyOrder({ direction }: QueueSort): string {
  return `m.key ${direction === 'ascending' ? 'ASC' : 'DESC'}`
}

function order({ by, direction }: QueueSort): string {
  const towards = direction === 'ascending' ? 'ASC' : 'DESC'
  return `m.${SORT_COLUMNS[by]} ${towards}, m.key ${towards}`
}

/** Of places that are merged: all have a value, or there is one walk and their keys tell. */
function comparison({ by, direction }: QueueSort): (a: Place, b: Place) => number {
  const name = SORT_COLUMNS[by]
  const sign = direction === 'ascending' ? 1 : -1
  return (a, b) => sign * ((a[name] ?? 0) - (b[name] ?? 0) || a.key - b.key)
}
