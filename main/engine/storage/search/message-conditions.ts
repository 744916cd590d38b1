import type { QueueFilter } from '../../../../shared/contract/queue.ts'
import { parseAddress } from '../../../../shared/domain/network.ts'
import { FIRST_RECIPIENTS } from '../rows/message-row.ts'
import type { Value } from '../workers/connection.ts'
import { idRange } from './id-range.ts'
import { recipientConditions } from './recipient-conditions.ts'
import { hasOpenEnd, matchPattern, matchSubject, matchWholeWords, matchWords } from './search-words.ts'

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
  /** `keys` answers its first rows before it knows the others: whether there are few costs little to ask. */
  readonly streams?: boolean
  /** The same as `test` for a search that looks at every message, where it is faster for all than for one. */
  readonly testOfAll?: Sql
  /** It bounds this column from one side. */
  readonly bounds?: 'received_at' | 'size'
}

export type FilterKeys = Omit<QueueFilter, 'exclude'>

/**
 * The conditions of a filter; all must hold. The functions that they call (matches_address, …) are those that the
 * connection has: see address-functions.ts.
 */
export function messageConditions({ exclude = [], ...filter }: QueueFilter): Condition[] {
  return [...positiveConditions(filter), ...exclude.map(excluded).filter((condition) => condition !== null)]
}

function positiveConditions(filter: FilterKeys): Condition[] {
  return [
    states(filter.states),
    wholeWords(filter.text),
    words(filter.text),
    sender(filter.sender),
    subject(filter.subject),
    equals('account', filter.account),
    bound('received_at', '>=', filter.receivedAfter),
    bound('received_at', '<=', filter.receivedBefore),
    bound('size', '>=', filter.minSize),
    bound('size', '<=', filter.maxSize),
    attempts(filter.minAttempts),
    unindexed('m.listener = ? COLLATE NOCASE', filter.listener),
    unindexed('m.network = ? COLLATE NOCASE', filter.network),
    client(filter.client),
    ...recipientConditions(filter),
  ].filter((condition) => condition !== null)
}

/** What matches all of these is left out; one that asks for nothing leaves nothing out. */
function excluded(keys: FilterKeys): Condition | null {
  const conditions = positiveConditions(keys)
  if (conditions.length === 0) return null
  const text = conditions.map(({ test }) => `(${test.text})`).join(' AND ')
  // A message that has no client is no message of that client: unknown is not true.
  return {
    test: { text: `(${text}) IS NOT TRUE`, values: conditions.flatMap(({ test }) => test.values) },
    keys: null,
  }
}

export function sql(text: string, ...values: Value[]): Sql {
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
  if (match === null) return { test: sql('false'), keys: sql('SELECT NULL WHERE false') }
  const range = idRange(text)
  const found = range ? sql(`${FOUND} UNION ALL ${IN_RANGE}`, match, range.from, range.to) : sql(FOUND, match)
  return {
    test: range
      ? sql(`(${HAS_WORDS} OR m.key BETWEEN ? AND ?)`, text, range.from, range.to)
      : sql(HAS_WORDS, text),
    keys: found,
    testOfAll: sql(`m.key IN (${found.text})`, ...found.values),
  }
}

/** Narrows the search sooner than words() does, and tests nothing by itself. */
function wholeWords(text = ''): Condition | null {
  const match = matchWholeWords(text)
  if (match === null || idRange(text)) return null
  return { test: sql('true'), keys: sql(FOUND, match), streams: true }
}

/** All rows of the full-text index that match. */
export const FOUND = 'SELECT rowid FROM message_text WHERE message_text MATCH ?'
const IN_RANGE = 'SELECT key FROM messages WHERE key BETWEEN ? AND ?'
/** What the index has of one message: asking the index for one row costs as much as for all of them. */
const HAS_WORDS = `matches_words(?, m.sender, m.subject, m.message_id, CASE WHEN m.recipient_count > ${FIRST_RECIPIENTS}
  THEN (SELECT group_concat(r.address, ' ') FROM recipients AS r WHERE r.message_key = m.key)
  ELSE m.first_recipients END)`

function sender(pattern: string | undefined): Condition | null {
  if (pattern === undefined || pattern === '') return null
  const match = matchPattern('sender', pattern)
  return {
    test: sql('matches_address(?, m.sender)', pattern),
    keys: match === null ? null : sql(FOUND, match),
    streams: match !== null && !hasOpenEnd(match),
  }
}

function subject(wanted: string | undefined): Condition | null {
  if (wanted === undefined || wanted === '') return null
  const match = matchSubject(wanted)
  return {
    test: sql('matches_subject(?, m.subject)', wanted),
    keys: match === null ? null : sql(FOUND, match),
  }
}

function equals(column: 'account', value: string | undefined): Condition | null {
  if (value === undefined || value === '') return null
  return {
    test: sql(`m.${column} = ?`, value),
    keys: sql(`SELECT key FROM messages WHERE ${column} = ?`, value),
  }
}

function bound(
  column: 'received_at' | 'size',
  operator: '>=' | '<=',
  value: number | undefined,
): Condition | null {
  if (value === undefined) return null
  const test = `${column} ${operator} ?`
  return {
    test: sql(`m.${test}`, value),
    keys: sql(`SELECT key FROM messages WHERE ${test}`, value),
    bounds: column,
  }
}

/** The index has those that were tried more than once. */
function attempts(minimum: number | undefined): Condition | null {
  if (minimum === undefined || minimum === 0) return null
  return {
    test: sql('m.attempts >= ?', minimum),
    keys:
      minimum < 2
        ? null
        : sql(
            'SELECT key FROM messages INDEXED BY messages_by_attempts WHERE attempts > 1 AND attempts >= ?',
            minimum,
          ),
  }
}

function unindexed(test: string, value: string | undefined): Condition | null {
  return value === undefined || value === '' ? null : { test: sql(test, value), keys: null }
}

function client(network: string | undefined): Condition | null {
  if (network === undefined || network === '') return null
  const isAddress = !network.includes('/') && parseAddress(network)?.toString() === network
  return { test: sql(isAddress ? 'm.client = ?' : 'matches_network(?, m.client)', network), keys: null }
}
