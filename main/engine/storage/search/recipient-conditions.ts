/** What a filter asks of recipients: one of them has to have it. */
import type { QueueFilter } from '../../../../shared/contract/queue.ts'
import { type Condition, type FilterKeys, FOUND, sql } from './message-conditions.ts'
import { hasOpenEnd, matchPattern } from './search-words.ts'

const OPEN = "state IN ('queued', 'active', 'deferred', 'held')"

export function recipientConditions(filter: FilterKeys): (Condition | null)[] {
  return [
    address('matches_address', filter.recipient),
    address('matches_domain', filter.recipientDomain),
    route(filter.route),
    reply(filter.reply),
    host(filter.host),
    holds(filter.holds),
  ]
}

function address(
  matches: 'matches_address' | 'matches_domain',
  pattern: string | undefined,
): Condition | null {
  if (pattern === undefined || pattern === '') return null
  const match = matchPattern('recipients', pattern)
  return {
    test: sql(has(`${matches}(?, r.address)`), pattern),
    keys: match === null ? null : sql(FOUND, match),
    streams: match !== null && !hasOpenEnd(match),
  }
}

/** The route of the recipient that was tried last, or of one that still waits. */
function route(name: string | undefined): Condition | null {
  if (name === undefined || name === '') return null
  return {
    test: sql(`(m.route = ? OR (m.open_count > 0 AND ${has(`r.route = ? AND r.${OPEN}`)}))`, name, name),
    keys: sql(
      `SELECT key FROM messages WHERE route = ? UNION ALL SELECT message_key FROM recipients WHERE route = ? AND ${OPEN}`,
      name,
      name,
    ),
  }
}

/** The message has the last reply of one recipient; only where there are several can another have another. */
function reply(pattern: string | undefined): Condition | null {
  if (pattern === undefined || pattern === '') return null
  const text = `(matches_reply(?, m.last_reply) OR (m.recipient_count > 1 AND ${has('matches_reply(?, r.last_reply)')}))`
  return { test: sql(text, pattern, pattern), keys: null }
}

/** Nobody gave a reply where nothing was tried: such messages are passed over at once. */
function host(pattern: string | undefined): Condition | null {
  if (pattern === undefined || pattern === '') return null
  const text = `(m.last_reply IS NOT NULL AND ${has('r.last_host IS NOT NULL AND matches_host(?, r.last_host)')})`
  return { test: sql(text, pattern), keys: null }
}

function holds(wanted: QueueFilter['holds']): Condition | null {
  if (!wanted) return null
  const list = wanted.map(() => '?').join(', ')
  return {
    test: sql(`(m.open_count > 0 AND ${has(`r.hold IN (${list}) AND r.${OPEN}`)})`, ...wanted),
    keys: sql(
      `SELECT message_key FROM recipients INDEXED BY recipients_by_hold WHERE hold IN (${list}) AND ${OPEN}`,
      ...wanted,
    ),
  }
}

function has(test: string): string {
  return `EXISTS (SELECT 1 FROM recipients AS r WHERE r.message_key = m.key AND ${test})`
}
