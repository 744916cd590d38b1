import type { SessionFilter } from '../../../../shared/contract/sessions.ts'
import { decodeId } from '../../../../shared/domain/id.ts'
import type { SessionLine, SessionRow } from '../../../../shared/domain/session.ts'
import { readSessionLines, readSessionRow, type SessionColumns } from '../rows/session-row.ts'
import { readCursor, writeCursor } from '../search/cursor.ts'
import { sessionConditions } from '../search/session-conditions.ts'
import { typedWords } from '../search/typed-words.ts'
import type { Connection } from '../workers/connection.ts'
import { searchConversations } from './search-conversations.ts'

export interface SessionListRequest {
  readonly filter: SessionFilter
  readonly cursor: string | null
  readonly limit: number
}

/** Newest first. */
export function listSessions(
  connection: Connection,
  { filter, cursor, limit }: SessionListRequest,
): { rows: SessionRow[]; nextCursor: string | null } {
  const conditions = sessionConditions(filter)
  if (cursor !== null) conditions.push(['key < ?', [readCursor(cursor).key]])
  const words = typedWords(filter.text)
  if (words.length > 0) return searchConversations(connection, { words, conditions, limit })
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([text]) => text).join(' AND ')}`
  const found = connection
    .prepare(`SELECT * FROM sessions ${where} ORDER BY key DESC LIMIT ?`)
    .all(...conditions.flatMap(([, values]) => values), limit + 1) as SessionColumns[]
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    rows: rows.map(readSessionRow),
    nextCursor: found.length > limit && last ? writeCursor({ value: null, key: last.key }) : null,
  }
}

/** A session with its conversation; null where it is not (or no longer) there. */
export function getSession(
  connection: Connection,
  id: string,
): { row: SessionRow; lines: SessionLine[] } | null {
  const key = decodeId(id)
  const row = connection.prepare('SELECT * FROM sessions WHERE key = ?').get(key) as
    | SessionColumns
    | undefined
  if (!row) return null
  const saved = connection.prepare('SELECT lines FROM session_lines WHERE session_key = ?').get(key) as
    | { readonly lines: string }
    | undefined
  return { row: readSessionRow(row), lines: readSessionLines(saved?.lines, row.started_at) }
}
