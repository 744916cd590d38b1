/**
 * Brings what the engine says has changed into a window of rows. Rows change where they stand, and stay also when they no
 * longer match, so that nothing moves under the reader. New rows go in where the order puts them while the list is read
 * from its top; otherwise they are counted only.
 */
import type { QueueFilter, QueueSort } from '../../../shared/contract/queue.ts'
import type { EventBatch } from '../../../shared/contract/system.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { matchesFilter, surelyMatchesFilter } from '../../bridge/matches-filter.ts'
import { comesBefore, edgeOf } from './row-order.ts'
import { type RowWindow, type WindowPage, windowOf } from './row-window.ts'

export interface Shown {
  readonly filter: QueueFilter
  readonly sort: QueueSort
  /** Does the reader see the first row? */
  readonly atTop: boolean
}

export interface Applied {
  readonly window: RowWindow
  /** Rows that belong into what is loaded and were not put in. */
  readonly waiting: readonly string[]
  /** Rows that were put in. */
  readonly inserted: number
  /** Rows that are shown and no longer match, or match again. */
  readonly left: ReadonlyMap<string, boolean>
}

/** Rows that the first page may grow to by what arrives. */
const MOST_IN_FIRST = 600

export function applyBatch(
  window: RowWindow,
  batch: Pick<EventBatch, 'messages' | 'removedMessages'>,
  shown: Shown,
): Applied {
  const changed = new Map(batch.messages.map((row) => [row.id, row]))
  const removed = new Set(batch.removedMessages)
  const left = new Map<string, boolean>()
  const known = new Set<string>()

  const pages = window.pages.map((page) => {
    if (!page.rows?.some((row) => changed.has(row.id) || removed.has(row.id))) return page
    const rows = page.rows.map((row) => {
      if (removed.has(row.id)) left.set(row.id, true)
      const next = changed.get(row.id)
      if (!next) return row
      known.add(row.id)
      left.set(row.id, removed.has(row.id) || !matchesFilter(next, shown.filter))
      return next
    })
    return { ...page, rows }
  })

  const fresh = batch.messages.filter(
    (row) => !known.has(row.id) && !removed.has(row.id) && surelyMatchesFilter(row, shown.filter),
  )
  const touched = known.size > 0 ? { ...window, pages } : window
  return { ...takeIn(touched, fresh, shown), left }
}

/** New rows, put in or counted. */
export function takeIn(
  window: RowWindow,
  fresh: readonly MessageRow[],
  { sort, atTop }: Pick<Shown, 'sort' | 'atTop'>,
): Pick<Applied, 'window' | 'waiting' | 'inserted'> {
  const belonging = fresh.filter((row) => belongs(window, row, sort))
  const first = window.pages[0]
  if (belonging.length === 0) return { window, waiting: [], inserted: 0 }
  if (!atTop || !first?.rows) return { window, waiting: belonging.map((row) => row.id), inserted: 0 }
  const isOnly = window.pages.length === 1 && window.next === null
  const inFirst = belonging.filter((row) => isOnly || isBeforeEnd(first, row, sort))
  const rows = merge(first.rows, inFirst, sort).slice(0, MOST_IN_FIRST)
  const waiting = belonging.filter((row) => !inFirst.includes(row)).map((row) => row.id)
  const pages = window.pages.with(0, { ...first, rows, count: rows.length })
  return { window: windowOf(pages, window.next), waiting, inserted: inFirst.length }
}

/** Does a row that is not known lie within a page that is loaded? Elsewhere it comes with its page. */
function belongs(window: RowWindow, row: MessageRow, sort: QueueSort): boolean {
  if (window.pages.length === 0) return false
  const edge = edgeOf(row, sort)
  for (const [index, page] of window.pages.entries()) {
    const isLast = index === window.pages.length - 1 && window.next === null
    if (isLast || (page.until !== null && !comesBefore(page.until, edge, sort)))
      return index === 0 || page.rows !== null
  }
  return false
}

function isBeforeEnd(page: WindowPage, row: MessageRow, sort: QueueSort): boolean {
  return page.until === null || !comesBefore(page.until, edgeOf(row, sort), sort)
}

/** Both in order, in one pass: two hundred new rows twenty times a second are nothing special. */
function merge(rows: readonly MessageRow[], fresh: readonly MessageRow[], sort: QueueSort): MessageRow[] {
  const added = fresh.toSorted((a, b) => (comesBefore(edgeOf(a, sort), edgeOf(b, sort), sort) ? -1 : 1))
  const result: MessageRow[] = []
  let at = 0
  for (const row of rows) {
    for (
      let next = added[at];
      next && comesBefore(edgeOf(next, sort), edgeOf(row, sort), sort);
      next = added[at]
    ) {
      result.push(next)
      at += 1
    }
    result.push(row)
  }
  return [...result, ...added.slice(at)]
}
