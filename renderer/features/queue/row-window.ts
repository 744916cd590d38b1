/**
 * The rows of a list of which only the pages around the screen are kept. A page that is far away is dropped: its cursor,
 * its number of rows and the edge at which it ends stay, so that every row keeps its index and a page can be asked for
 * again. Pure: each change gives a new window.
 *
 * What is kept for a page that is dropped is about 150 octets: 750 KiB for a million rows in pages of 200.
 */
import type { QueueSort } from '../../../shared/contract/queue.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { comesBefore, type Edge, edgeOf } from './row-order.ts'

export interface WindowPage {
  /** Cursor behind which it begins; null for the first page. */
  readonly start: string | null
  /** null once it is dropped. */
  readonly rows: readonly MessageRow[] | null
  readonly count: number
  /** The last row that it had when it was asked for; null where it had none. */
  readonly until: Edge | null
}

export interface RowWindow {
  readonly pages: readonly WindowPage[]
  /** Index of the first row of each page. */
  readonly offsets: readonly number[]
  readonly count: number
  /** Behind the last page that is known; null at the end of the list. */
  readonly next: string | null
}

export interface Answer {
  readonly rows: readonly MessageRow[]
  readonly nextCursor: string | null
}

export const NO_ROWS: RowWindow = { pages: [], offsets: [], count: 0, next: null }

export function windowOf(pages: readonly WindowPage[], next: string | null): RowWindow {
  const offsets: number[] = []
  let count = 0
  for (const page of pages) {
    offsets.push(count)
    count += page.count
  }
  return { pages, offsets, count, next }
}

/** The next page, behind all that are known. A row can move while one reads: it stands where it was seen first. */
export function withNextPage(window: RowWindow, answer: Answer, sort: QueueSort): RowWindow {
  const known = new Set(loadedRows(window).map((row) => row.id))
  const rows = answer.rows.filter((row) => !known.has(row.id))
  const last = answer.rows.at(-1)
  const page: WindowPage = {
    start: window.next,
    rows,
    count: rows.length,
    until: last ? edgeOf(last, sort) : (window.pages.at(-1)?.until ?? null),
  }
  return windowOf([...window.pages, page], answer.nextCursor)
}

/** A page that had been dropped, asked for again. */
export function withPageAgain(
  window: RowWindow,
  at: number,
  rows: readonly MessageRow[],
  sort: QueueSort,
): RowWindow {
  const page = window.pages[at]
  if (!page) return window
  const known = new Set(loadedRows(window).map((row) => row.id))
  const own = upTo(rows, page.until, sort).filter((row) => !known.has(row.id))
  return windowOf(window.pages.with(at, { ...page, rows: own, count: own.length }), window.next)
}

/** Rows of an answer that do not yet belong to the next page. */
export function upTo(
  rows: readonly MessageRow[],
  until: Edge | null,
  sort: QueueSort,
): readonly MessageRow[] {
  if (until === null) return rows
  return rows.filter((row) => !comesBefore(until, edgeOf(row, sort), sort))
}

/** Keeps the pages from..to; what lies outside is dropped. */
export function dropOutside(window: RowWindow, from: number, to: number): RowWindow {
  const isFar = (index: number) => index < from || index > to
  if (!window.pages.some((page, index) => page.rows !== null && isFar(index))) return window
  const pages = window.pages.map((page, index) =>
    page.rows !== null && isFar(index) ? { ...page, rows: null } : page,
  )
  return { ...window, pages }
}

/** The page in which a row stands, by the row's index. */
export function pageAt({ offsets, pages }: RowWindow, index: number): number {
  let low = 0
  let high = pages.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((offsets[middle] ?? 0) <= index) low = middle
    else high = middle - 1
  }
  return low
}

/** null where its page is not loaded. */
export function rowAt(window: RowWindow, index: number): MessageRow | null {
  const page = pageAt(window, index)
  return window.pages[page]?.rows?.[index - (window.offsets[page] ?? 0)] ?? null
}

/** -1 where it is not among the pages that are loaded. */
export function indexOfRow({ pages, offsets }: RowWindow, id: string): number {
  for (const [at, page] of pages.entries()) {
    const within = page.rows?.findIndex((row) => row.id === id) ?? -1
    if (within >= 0) return (offsets[at] ?? 0) + within
  }
  return -1
}

export function loadedRows(window: RowWindow): readonly MessageRow[] {
  return window.pages.flatMap((page) => page.rows ?? [])
}
