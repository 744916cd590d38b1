import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { typedWords } from '../storage/search/typed-words.ts'

export interface SessionCandidate {
  readonly row: SessionRow
  /** Of its replies, plain and enhanced. */
  readonly codes: Iterable<string>
  /** The texts of its conversation; asked only where nothing else decides. */
  readonly lines: () => readonly string[]
}

/** The same filter as storage applies (session-conditions.ts), for sessions in memory. */
export function matchesSession(filter: SessionFilter, { row, codes, lines }: SessionCandidate): boolean {
  const { startedAfter, startedBefore, code } = filter
  if (filter.direction !== undefined && row.direction !== filter.direction) return false
  if (filter.outcomes !== undefined && !filter.outcomes.includes(row.outcome)) return false
  if (filter.via !== undefined && row.via !== filter.via) return false
  if (filter.account !== undefined && row.account !== filter.account) return false
  if (filter.network !== undefined && row.network !== filter.network) return false
  if (startedAfter !== undefined && row.startedAt < startedAfter) return false
  if (startedBefore !== undefined && row.startedAt >= startedBefore) return false
  if (filter.causes !== undefined && !(row.cause && filter.causes.includes(row.cause.kind))) return false
  if (filter.messageId !== undefined && !row.messageIds.includes(filter.messageId)) return false
  if (filter.peer !== undefined && !contains([row.peerAddress, row.peerName], filter.peer)) return false
  if (code !== undefined && ![...codes].some((one) => one.startsWith(code))) return false
  return typedWords(filter.text).every((word) => contains(ownTexts(row), word) || contains(lines(), word))
}

function ownTexts(row: SessionRow): readonly (string | null)[] {
  return [row.peerAddress, row.peerName, row.account, row.problem, row.via]
}

function contains(texts: readonly (string | null)[], word: string): boolean {
  const wanted = word.toLowerCase()
  return texts.some((text) => text?.toLowerCase().includes(wanted))
}
