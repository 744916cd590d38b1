import type { SessionFilter } from '../../../../shared/contract/sessions.ts'
import { decodeId } from '../../../../shared/domain/id.ts'
import type { Value } from '../workers/connection.ts'

export type Condition = readonly [text: string, values: readonly Value[]]

/** What a filter asks of a row of sessions, but for its text. The bounds of the session log keep the walk short. */
export function sessionConditions(filter: SessionFilter): Condition[] {
  const conditions: Condition[] = []
  if (filter.direction) conditions.push(['direction = ?', [filter.direction]])
  if (filter.outcomes) conditions.push(anyOf('outcome', filter.outcomes))
  if (filter.causes) conditions.push(anyOf('cause_kind', filter.causes))
  if (filter.via) conditions.push(['via = ?', [filter.via]])
  if (filter.account) conditions.push(['account = ?', [filter.account]])
  if (filter.network) conditions.push(['network = ?', [filter.network]])
  if (filter.startedAfter !== undefined) conditions.push(['started_at >= ?', [filter.startedAfter]])
  if (filter.startedBefore !== undefined) conditions.push(['started_at < ?', [filter.startedBefore]])
  if (filter.peer) conditions.push([contains(['peer_address', 'peer_name']), [likePattern(filter.peer)]])
  if (filter.code !== undefined) conditions.push(hasCode(filter.code))
  if (filter.messageId)
    conditions.push([
      'key IN (SELECT session_key FROM session_messages WHERE message_key = ?)',
      [decodeId(filter.messageId)],
    ])
  return conditions
}

/** A word in what the row itself says. */
export function wordInRow(word: string): Condition {
  return [contains(['peer_address', 'peer_name', 'account', 'problem', 'via']), [likePattern(word)]]
}

/** The pattern of LIKE … ESCAPE '\'. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

function anyOf(column: string, values: readonly string[]): Condition {
  return [`${column} IN (${values.map(() => '?')})`, values]
}

/** Sessions of earlier versions have no codes: their problem begins with the last one. */
function hasCode(code: string): Condition {
  return ["coalesce(codes, ' ' || problem) LIKE ?", [`% ${code}%`]]
}

/** One parameter for all columns. */
function contains(columns: readonly string[]): string {
  const text = columns.map((column) => `coalesce(${column}, '')`).join(` || char(10) || `)
  return `(${text}) LIKE ? ESCAPE '\\'`
}
