import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import type { SessionStorage } from '../storage/storage.ts'
import type { SessionLog } from './session-log.ts'

export interface SessionListRequest {
  readonly filter: SessionFilter
  readonly cursor: string | null
  readonly limit: number
}

/** A page of sessions, newest first: those in memory stand on the first page, whatever storage has of them. */
export async function listSessions(log: SessionLog, storage: SessionStorage, request: SessionListRequest) {
  // Looked up first: what is saved meanwhile is then found twice, not missed.
  const inMemory = new Set(log.live().map((row) => row.id))
  const found = request.cursor === null ? log.find(request.filter) : []
  const page = await storage.listSessions(request)
  const stored = page.rows.filter((row) => !inMemory.has(row.id))
  const rows = [...found, ...stored].sort((a, b) => (a.id < b.id ? 1 : -1))
  return { rows, nextCursor: page.nextCursor }
}
