import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import type { SessionRow } from '../../../shared/domain/session.ts'

/**
 * Brings changed sessions into the newest-first list: known rows are replaced where they stand, new ones that match
 * come to the top. A session that no longer matches stays until the next request: its reader may be in it.
 */
export function applySessions(
  rows: readonly SessionRow[],
  changed: readonly SessionRow[],
  filter: SessionFilter,
): SessionRow[] {
  const news = new Map(changed.map((row) => [row.id, row]))
  const updated = rows.map((row) => {
    const next = news.get(row.id)
    news.delete(row.id)
    return next ?? row
  })
  const newest = rows[0]?.id ?? ''
  const fresh = [...news.values()].filter((row) => row.id > newest && matches(row, filter))
  return [...fresh.sort((a, b) => (a.id < b.id ? 1 : -1)), ...updated]
}

function matches(row: SessionRow, filter: SessionFilter): boolean {
  const text = [row.peerAddress, row.peerName, row.account, row.problem].join(' ').toLowerCase()
  return (
    (!filter.direction || row.direction === filter.direction) &&
    (!filter.outcomes || filter.outcomes.includes(row.outcome)) &&
    (!filter.messageId || row.messageIds.includes(filter.messageId)) &&
    (!filter.text || text.includes(filter.text.toLowerCase()))
  )
}
