import type { MessageCounts, QueueFilter } from '../../../../shared/contract/queue.ts'
import { MESSAGE_STATES, type MessageState, messageStateSchema } from '../../../../shared/domain/message.ts'
import { messageConditions } from '../search/message-conditions.ts'
import { planSearch } from '../search/plan-search.ts'
import type { Connection } from '../workers/connection.ts'

interface Count {
  readonly state: string
  readonly count: number
}

/** Messages by state. Without a filter, or with states only, from counters that every write keeps. */
export function countMessages(connection: Connection, filter: QueueFilter): MessageCounts {
  const { states, ...rest } = filter
  const counts = messageConditions(rest).length === 0 ? readCounters(connection) : count(connection, rest)
  const wanted = counts.filter(({ state }) => !states || states.includes(state as MessageState))
  const result = Object.fromEntries(MESSAGE_STATES.map((state) => [state, 0])) as MessageCounts
  // A state that nobody knows is shown as held, and so it counts.
  for (const { state, count } of wanted) result[messageStateSchema.safeParse(state).data ?? 'held'] += count
  return result
}

function readCounters(connection: Connection): Count[] {
  return connection.prepare('SELECT state, count FROM message_counts').all() as Count[]
}

/** Up to here it is faster to go out from an index than to read every message. */
const FEW_TO_COUNT = 200_000

function count(connection: Connection, filter: QueueFilter): Count[] {
  const conditions = messageConditions(filter)
  const plan = planSearch(connection, conditions, FEW_TO_COUNT)
  const tests = conditions.map(({ test, testOfAll }) => testOfAll ?? test)
  const all = plan.kind === 'few' ? [{ ...plan.keys, text: `m.key IN (${plan.keys.text})` }, ...tests] : tests
  const where = all.map(({ text }) => text).join(' AND ')
  const source = plan.kind === 'few' ? 'messages AS m NOT INDEXED' : 'messages AS m'
  return connection
    .prepare(`SELECT m.state, count(*) AS count FROM ${source} WHERE ${where} GROUP BY m.state`)
    .all(...all.flatMap(({ values }) => values)) as Count[]
}
