import type { QueueFilter } from '../../../../shared/contract/queue.ts'
import type { Value } from '../workers/connection.ts'
import { idRange } from './id-range.ts'
import { matchPattern, matchWords } from './search-words.ts'

/** A piece of SQL with its parameters. */
export interface Sql {
  readonly text: string
  readonly values: readonly Value[]
}

/** One key of the filter, over `messages AS m`. */
export interface Condition {
  /** Exact, for a message that is looked at anyway. */
  readonly test: Sql
  /**
   * A query for the keys that can satisfy it, from an index, maybe with some that do not; null where no index helps.
   * Where it has few rows, the search goes out from it.
   */
  readonly keys: Sql | null
}

/**
 * The conditions of a filter; all must hold. matches_address(pattern, address) and matches_domain(pattern, address)
 * are functions that the connection has: see address-functions.ts.
 */
export function messageConditions(filter: QueueFilter): Condition[] {
  return [
    states(filter.states),
    words(filter.text),
    sender(filter.sender),
    recipient('matches_address', filter.recipient),
    recipient('matches_domain', filter.recipientDomain),
    route(filter.route),
    account(filter.account),
    reception('>', filter.receivedAfter),
    reception('<', filter.receivedBefore),
  ].filter((condition) => condition !== null)
}

function sql(text: string, ...values: Value[]): Sql {
  return { text, values }
}

function states(wanted: QueueFilter['states']): Condition | null {
  if (!wanted) return null
  const list = wanted.map(() => '?').join(', ')
  return {
    test: sql(`m.state IN (${list})`, ...wanted),
    keys: sql(`SELECT key FROM messages WHERE state IN (${list})`, ...wanted),
  }
}

/** Text that has no words ("***") finds nothing: an operation on it must not touch everything. */
function words(text: string | undefined): Condition | null {
  if (text === undefined || text.trim() === '') return null
  const match = matchWords(text)
  const range = idRange(text)
  const parts = [
    ...(match ? [sql('SELECT rowid FROM message_text WHERE message_text MATCH ?', match)] : []),
    ...(range ? [sql('SELECT key FROM messages WHERE key BETWEEN ? AND ?', range.from, range.to)] : []),
  ]
  const keys = sql(
    parts.length === 0 ? 'SELECT NULL WHERE false' : parts.map((part) => part.text).join(' UNION '),
    ...parts.flatMap((part) => part.values),
  )
  return { test: sql(`m.key IN (${keys.text})`, ...keys.values), keys }
}

function sender(pattern: string | undefined): Condition | null {
  if (pattern === undefined || pattern === '') return null
  const match = matchPattern('sender', pattern)
  return {
    test: sql('matches_address(?, m.sender)', pattern),
    keys: match === null ? null : sql('SELECT rowid FROM message_text WHERE message_text MATCH ?', match),
  }
}

function recipient(
  matches: 'matches_address' | 'matches_domain',
  pattern: string | undefined,
): Condition | null {
  if (pattern === undefined || pattern === '') return null
  const match = matchPattern('recipients', pattern)
  return {
    test: sql(
      `EXISTS (SELECT 1 FROM recipients AS r WHERE r.message_key = m.key AND ${matches}(?, r.address))`,
      pattern,
    ),
    keys: match === null ? null : sql('SELECT rowid FROM message_text WHERE message_text MATCH ?', match),
  }
}

/** The route of the recipient that was tried last, or of one that still waits. */
function route(name: string | undefined): Condition | null {
  if (name === undefined || name === '') return null
  const open = "state IN ('queued', 'active', 'deferred', 'held')"
  return {
    test: sql(
      `(m.route = ? OR EXISTS (
        SELECT 1 FROM recipients AS r WHERE r.message_key = m.key AND r.route = ? AND r.${open}))`,
      name,
      name,
    ),
    keys: sql(
      `SELECT key FROM messages WHERE route = ? UNION SELECT message_key FROM recipients WHERE route = ? AND ${open}`,
      name,
      name,
    ),
  }
}

function account(name: string | undefined): Condition | null {
  if (name === undefined || name === '') return null
  return { test: sql('m.account = ?', name), keys: sql('SELECT key FROM messages WHERE account = ?', name) }
}

function reception(operator: '<' | '>', time: number | undefined): Condition | null {
  if (time === undefined) return null
  const comparison = `received_at ${operator}= ?`
  return {
    test: sql(`m.${comparison}`, time),
    keys: sql(`SELECT key FROM messages WHERE ${comparison}`, time),
  }
}
