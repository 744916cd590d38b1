import type { QueueFilter } from '../../../../shared/contract/queue.ts'
import { encodeId } from '../../../../shared/domain/id.ts'
import { messageConditions } from '../search/message-conditions.ts'
import { planSearch } from '../search/plan-search.ts'
import type { Connection } from '../workers/connection.ts'

export interface SelectRequest {
  readonly filter: QueueFilter
  /** Keys above this one, up to and including that one. */
  readonly after: number
  readonly upTo: number
  readonly limit: number
}

/** Ids of the next messages that match, in id order. For the reader, so that a search never holds up the writer. */
export function selectMessages(
  connection: Connection,
  { filter, after, upTo, limit }: SelectRequest,
): string[] {
  const conditions = messageConditions(filter)
  const plan = planSearch(connection, conditions)
  const tests = [
    { text: 'm.key > ? AND m.key <= ?', values: [after, upTo] },
    ...(plan.kind === 'few' ? [{ text: `m.key IN (${plan.keys.text})`, values: plan.keys.values }] : []),
    ...conditions.map(({ test, testOfAll }) => testOfAll ?? test),
  ]
  const where = tests.map(({ text }) => text).join(' AND ')
  const rows = connection
    .prepare(`SELECT m.key FROM messages AS m NOT INDEXED WHERE ${where} ORDER BY m.key LIMIT ?`)
    .all(...tests.flatMap(({ values }) => values), limit) as { readonly key: number }[]
  return rows.map(({ key }) => encodeId(key))
}

/** The highest key of a message; 0 where there is none. */
export function lastMessageKey(connection: Connection): number {
  const row = connection.prepare('SELECT max(key) AS key FROM messages').get() as {
    readonly key: number | null
  }
  return row.key ?? 0
}
