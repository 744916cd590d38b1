/**
 * Brings a batch of events into the pages that are loaded. Rows are replaced where they stand, so that nothing moves
 * under the reader; rows that no longer match leave, except those in use; new rows go where the order puts them.
 */
import type { QueueFilter, QueueSort } from '../../../shared/contract/queue.ts'
import type { EventBatch } from '../../../shared/contract/system.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { matchesFilter, surelyMatchesFilter } from '../../bridge/matches-filter.ts'

export interface Page {
  readonly rows: MessageRow[]
  readonly nextCursor: string | null
}

export interface Shown {
  readonly filter: QueueFilter
  readonly sort: QueueSort
  /** Rows that are open or selected: they stay, whatever becomes of them. */
  readonly inUse: (id: string) => boolean
}

export function applyBatch(
  pages: Page[],
  batch: Pick<EventBatch, 'messages' | 'removedMessages'>,
  shown: Shown,
): Page[] {
  const changed = new Map(batch.messages.map((row) => [row.id, row]))
  const removed = new Set(batch.removedMessages)
  const known = new Set<string>()

  const updated = pages.map((page) => {
    if (!page.rows.some((row) => changed.has(row.id) || removed.has(row.id))) return page
    const rows = page.rows.flatMap((row) => {
      if (removed.has(row.id)) return []
      const next = changed.get(row.id)
      if (!next) return [row]
      known.add(row.id)
      return matchesFilter(next, shown.filter) || shown.inUse(row.id) ? [next] : []
    })
    return { ...page, rows }
  })

  const fresh = batch.messages.filter((row) => !known.has(row.id) && surelyMatchesFilter(row, shown.filter))
  return fresh.reduce((result, row) => insert(result, row, shown.sort), updated)
}

function insert(pages: Page[], row: MessageRow, sort: QueueSort): Page[] {
  for (const [index, page] of pages.entries()) {
    const place = page.rows.findIndex((other) => comesBefore(row, other, sort))
    if (place >= 0) return pages.with(index, { ...page, rows: page.rows.toSpliced(place, 0, row) })
  }
  const last = pages.at(-1)
  // Beyond what is loaded: it comes with its page.
  if (!last || last.nextCursor !== null) return pages
  return pages.with(-1, { ...last, rows: [...last.rows, row] })
}

function comesBefore(row: MessageRow, other: MessageRow, { by, direction }: QueueSort): boolean {
  // Nothing planned sorts after everything that is, as in the engine.
  const difference = (row[by] ?? Number.MAX_SAFE_INTEGER) - (other[by] ?? Number.MAX_SAFE_INTEGER)
  const tie = difference === 0 ? (row.id < other.id ? -1 : 1) : difference
  return direction === 'ascending' ? tie < 0 : tie > 0
}
