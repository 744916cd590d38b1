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
): readonly SessionRow[] {
  const news = new Map(changed.map((row) => [row.id, row]))
  const updated = rows.map((row) => {
    const next = news.get(row.id)
    news.delete(row.id)
    return next ?? row
  })
  const newest = rows[0]?.id ?? ''
  const fresh = [...news.values()].filter((row) => row.id > newest && matchesRow(row, filter))
  return [...fresh.sort((a, b) => (a.id < b.id ? 1 : -1)), ...updated]
}

/** As far as a row can tell: what was replied and said is known to the engine only. */
export function matchesRow(row: SessionRow, filter: SessionFilter): boolean {
  const { startedAfter, startedBefore } = filter
  return (
    (!filter.direction || row.direction === filter.direction) &&
    (!filter.outcomes || filter.outcomes.includes(row.outcome)) &&
    (!filter.messageId || row.messageIds.includes(filter.messageId)) &&
    (!filter.via || row.via === filter.via) &&
    (!filter.account || row.account === filter.account) &&
    (!filter.network || row.network === filter.network) &&
    (!filter.causes || (row.cause !== null && filter.causes.includes(row.cause.kind))) &&
    (!filter.peer || contains([row.peerAddress, row.peerName], filter.peer)) &&
    (startedAfter === undefined || row.startedAt >= startedAfter) &&
    (startedBefore === undefined || row.startedAt < startedBefore) &&
    (!filter.code || hasCode(row.problem, filter.code)) &&
    words(filter.text).every((word) =>
      contains([row.peerAddress, row.peerName, row.account, row.problem, row.via], word),
    )
  )
}

function words(text = ''): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

function contains(texts: readonly (string | null)[], wanted: string): boolean {
  return texts.some((text) => text?.toLowerCase().includes(wanted.toLowerCase()))
}

function hasCode(problem: string | null, code: string): boolean {
  return (problem ?? '').split(' ', 2).some((word) => word.startsWith(code))
}
