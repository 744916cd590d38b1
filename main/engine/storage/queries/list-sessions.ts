import type { SessionFilter } from '../../../../shared/contract/sessions.ts'
import { decodeId } from '../../../../shared/domain/id.ts'
import type { SessionLine, SessionRow } from '../../../../shared/domain/session.ts'
import { readSessionLines, readSessionRow, type SessionColumns } from '../rows/session-row.ts'
import { readCursor, writeCursor } from '../search/cursor.ts'
import type { Connection, Value } from '../workers/connection.ts'

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
  const tests = sessionTests(filter)
  if (cursor !== null) tests.push(['key < ?', [readCursor(cursor).key]])
  const where = tests.length === 0 ? '' : `WHERE ${tests.map(([text]) => text).join(' AND ')}`
  const found = connection
    .prepare(`SELECT * FROM sessions ${where} ORDER BY key DESC LIMIT ?`)
    .all(...tests.flatMap(([, values]) => values), limit + 1) as SessionColumns[]
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    rows: rows.map(readSessionRow),
    nextCursor: found.length > limit && last ? writeCursor({ value: null, key: last.key }) : null,
  }
}

type Test = readonly [text: string, values: readonly Value[]]

function sessionTests(filter: SessionFilter): Test[] {
  const tests: Test[] = []
  if (filter.direction) tests.push(['direction = ?', [filter.direction]])
  if (filter.outcomes) tests.push([`outcome IN (${filter.outcomes.map(() => '?')})`, filter.outcomes])
  if (filter.via) tests.push(['via = ?', [filter.via]])
  if (filter.peer) tests.push([contains(['peer_address', 'peer_name']), [likePattern(filter.peer)]])
  if (filter.messageId)
    tests.push([
      'key IN (SELECT session_key FROM session_messages WHERE message_key = ?)',
      [decodeId(filter.messageId)],
    ])
  for (const word of (filter.text ?? '').split(/\s+/).filter((part) => part !== ''))
    tests.push([contains(['peer_address', 'peer_name', 'account', 'problem', 'via']), [likePattern(word)]])
  return tests
}

/** One parameter for all columns; the bounds of the session log keep this walk short. */
function contains(columns: readonly string[]): string {
  const text = columns.map((column) => `coalesce(${column}, '')`).join(` || char(10) || `)
  return `(${text}) LIKE ? ESCAPE '\\'`
}

function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
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
