import type { SessionRow } from '../../../../shared/domain/session.ts'
import { readSessionLines, readSessionRow, type SessionColumns } from '../rows/session-row.ts'
import { writeCursor } from '../search/cursor.ts'
import { type Condition, likePattern, wordInRow } from '../search/session-conditions.ts'
import type { Connection } from '../workers/connection.ts'

/**
 * Octets of conversations that one call looks through, and sessions. It stops there, also without having found
 * anything, and its cursor goes on: the reader's other questions wait for no more than that.
 */
const MOST_OCTETS = 24 * 1024 * 1024
const MOST_SESSIONS = 5_000

export interface ConversationSearch {
  /** Each has to be in the row or in one of its lines. */
  readonly words: readonly string[]
  readonly conditions: readonly Condition[]
  readonly limit: number
}

type Found = SessionColumns & { readonly hit: 0 | 1; readonly in_row: string }

/**
 * Newest first. No index: one over all conversations would cost each session a second time when it is saved, and what
 * is kept of them is bounded (256 MiB by default).
 */
export function searchConversations(
  connection: Connection,
  { words, conditions, limit }: ConversationSearch,
): { rows: SessionRow[]; nextCursor: string | null } {
  const rows: SessionRow[] = []
  let octets = 0
  let looked = 0
  for (const found of candidates(connection, words, conditions)) {
    octets += found.bytes
    looked += 1
    if (found.hit === 1 && isReallyThere(connection, found, words)) rows.push(readSessionRow(found))
    if (rows.length >= limit || octets >= MOST_OCTETS || looked >= MOST_SESSIONS)
      return { rows, nextCursor: writeCursor({ value: null, key: found.key }) }
  }
  return { rows, nextCursor: null }
}

/** Every session that the conditions leave, newest first, and whether the words may be in it. */
function candidates(
  connection: Connection,
  words: readonly string[],
  conditions: readonly Condition[],
): IterableIterator<Found> {
  const inRow = words.map(wordInRow)
  const hit = inRow.map(([text]) => `(${text} OR lines LIKE ? ESCAPE '\\')`).join(' AND ')
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([text]) => text).join(' AND ')}`
  const statement = connection.prepare(`
    SELECT sessions.*, (${hit}) AS hit, ('' || ${inRow.map(([text]) => `(${text})`).join(' || ')}) AS in_row
    FROM sessions LEFT JOIN session_lines ON session_key = key ${where} ORDER BY key DESC`)
  const inEither = words.flatMap((word, index) => [...(inRow[index]?.[1] ?? []), inJson(word)])
  return statement.iterate(
    ...inEither,
    ...inRow.flatMap(([, values]) => values),
    ...conditions.flatMap(([, values]) => values),
  ) as IterableIterator<Found>
}

/** Lines are stored as JSON: quotes and backslashes are escaped there. */
function inJson(word: string): string {
  return likePattern(JSON.stringify(word).slice(1, -1))
}

/** The stored text has times and kinds too, which nobody searches for. */
function isReallyThere(connection: Connection, found: Found, words: readonly string[]): boolean {
  const missing = words.filter((_, index) => found.in_row[index] !== '1')
  if (missing.length === 0) return true
  const saved = connection.prepare('SELECT lines FROM session_lines WHERE session_key = ?').get(found.key) as
    | { readonly lines: string }
    | undefined
  const texts = readSessionLines(saved?.lines, found.started_at).map(({ text }) => text.toLowerCase())
  return missing.every((word) => texts.some((text) => text.includes(word.toLowerCase())))
}
