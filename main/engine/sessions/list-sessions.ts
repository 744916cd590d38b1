import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import type { SessionRow } from '../../../shared/domain/session.ts'
import type { SessionStorage } from '../storage/storage.ts'
import type { SessionLog } from './session-log.ts'

export interface SessionListRequest {
  readonly filter: SessionFilter
  readonly cursor: string | null
  readonly limit: number
}

/** A page of sessions, newest first: those in memory stand on the first page, whatever storage has of them. */
export async function listSessions(log: SessionLog, storage: SessionStorage, request: SessionListRequest) {
  const live = log.live()
  const inMemory = new Set(live.map((row) => row.id))
  const page = await storage.listSessions(request)
  const stored = page.rows.filter((row) => !inMemory.has(row.id))
  if (request.cursor !== null) return { rows: stored, nextCursor: page.nextCursor }
  const fresh = live.filter((row) => matchesSession(request.filter, row))
  const rows = [...fresh, ...stored].sort((a, b) => (a.id < b.id ? 1 : -1))
  return { rows, nextCursor: page.nextCursor }
}

/** The same filter as storage applies, for sessions in memory. */
function matchesSession(filter: SessionFilter, row: SessionRow): boolean {
  if (filter.direction !== undefined && row.direction !== filter.direction) return false
  if (filter.outcomes !== undefined && !filter.outcomes.includes(row.outcome)) return false
  if (filter.via !== undefined && row.via !== filter.via) return false
  if (filter.peer !== undefined && row.peerAddress !== filter.peer && row.peerName !== filter.peer)
    return false
  if (filter.messageId !== undefined && !row.messageIds.includes(filter.messageId)) return false
  if (filter.text === undefined || filter.text === '') return true
  const wanted = filter.text.toLowerCase()
  return [row.peerAddress, row.peerName, row.account, row.problem, row.via].some((text) =>
    text?.toLowerCase().includes(wanted),
  )
}
