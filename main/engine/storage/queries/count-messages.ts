import type { MessageCounts, QueueFilter } from '../../../../shared/contract/queue.ts'
import { MESSAGE_STATES, type MessageState, messageStateSchema } from '../../../../shared/domain/message.ts'
import { messageConditions, type Sql } from '../search/message-conditions.ts'
import { planSearch } from '../search/plan-search.ts'
import type { Connection } from '../workers/connection.ts'

interface Count {
  readonly state: string
  readonly count: number
}

/** Keys from the first up to, not including, the last. */
export type KeyRange = readonly [from: number, to: number]

/**
 * counted  from counters or an index
 * ranges   every message has to be looked at: countRange does it range by range, and others get their turn between
 */
export type CountAnswer =
  | { readonly kind: 'counted'; readonly counts: MessageCounts }
  | { readonly kind: 'ranges'; readonly ranges: readonly KeyRange[] }

/** Up to here it is faster to go out from an index than to read every message. */
const FEW_TO_COUNT = 200_000
/** Messages of a range, about: a tenth of a second. */
const RANGE = 50_000

/** Messages by state. Without a filter, or with states only, from counters that every write keeps. */
export function countMessages(connection: Connection, filter: QueueFilter): CountAnswer {
  const { states: _, ...rest } = filter
  const conditions = messageConditions(rest)
  const counted = (counts: readonly Count[]): CountAnswer => ({
    kind: 'counted',
    counts: sum(filter, counts),
  })
  if (conditions.length === 0) return counted(readCounters(connection))
  const plan = planSearch(connection, conditions, FEW_TO_COUNT)
  const tests = conditions.map(({ test, testOfAll }) => testOfAll ?? test)
  if (plan.kind === 'few')
    return counted(
      count(connection, [{ ...plan.keys, text: `m.key IN (${plan.keys.text})` }, ...tests], 'NOT INDEXED'),
    )
  // Such a test begins with a search of its own, which would be made again for each range.
  if (conditions.some(({ testOfAll }) => testOfAll)) return counted(count(connection, tests, ''))
  return { kind: 'ranges', ranges: rangesOf(connection) }
}

/** Those of one range. */
export function countRange(
  connection: Connection,
  { filter, range }: { readonly filter: QueueFilter; readonly range: KeyRange },
): MessageCounts {
  const { states: _, ...rest } = filter
  const tests = messageConditions(rest).map(({ test }) => test)
  const within = { text: 'm.key >= ? AND m.key < ?', values: range }
  return sum(filter, count(connection, [within, ...tests], 'NOT INDEXED'))
}

export function addCounts(a: MessageCounts, b: MessageCounts): MessageCounts {
  return Object.fromEntries(MESSAGE_STATES.map((state) => [state, a[state] + b[state]])) as MessageCounts
}

function count(connection: Connection, tests: readonly Sql[], how: string): Count[] {
  const where = tests.map(({ text }) => text).join(' AND ')
  return connection
    .prepare(`SELECT m.state, count(*) AS count FROM messages AS m ${how} WHERE ${where} GROUP BY m.state`)
    .all(...tests.flatMap(({ values }) => values)) as Count[]
}

function sum({ states }: QueueFilter, counts: readonly Count[]): MessageCounts {
  const result = Object.fromEntries(MESSAGE_STATES.map((state) => [state, 0])) as MessageCounts
  const wanted = counts.filter(({ state }) => !states || states.includes(state as MessageState))
  // A state that nobody knows is shown as held, and so it counts.
  for (const { state, count } of wanted) result[messageStateSchema.safeParse(state).data ?? 'held'] += count
  return result
}

function readCounters(connection: Connection): Count[] {
  return connection.prepare('SELECT state, count FROM message_counts').all() as Count[]
}

/** Keys grow with time: parts of the same width have about the same number of messages. */
function rangesOf(connection: Connection): KeyRange[] {
  const { first, last } = connection
    .prepare('SELECT (SELECT min(key) FROM messages) AS first, (SELECT max(key) FROM messages) AS last')
    .get() as { readonly first: number | null; readonly last: number | null }
  if (first === null || last === null) return []
  const total = readCounters(connection).reduce((all, one) => all + one.count, 0)
  const parts = Math.max(1, Math.ceil(total / RANGE))
  const width = Math.ceil((last + 1 - first) / parts)
  return Array.from(
    { length: parts },
    (_, part) => [first + part * width, first + (part + 1) * width] as const,
  )
}
