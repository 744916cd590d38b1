import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { Claim, Lease } from '../storage.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { claimMessage } from './claim-message.ts'
import { dueRoutes } from './due-routes.ts'

export interface ClaimRequest {
  readonly now: number
  readonly lease: Lease
  /** Messages. */
  readonly limit: number
  readonly exceptRoutes: readonly string[]
}

const DUE_ON_ROUTE = `
  SELECT message_key AS key, next_attempt_at AS at FROM recipients INDEXED BY recipients_due
  WHERE route IS ? AND next_attempt_at <= ? ORDER BY next_attempt_at, message_key`

const DUE_OF_MESSAGE = `
  SELECT * FROM recipients WHERE message_key = ? AND next_attempt_at <= ? AND state IN ('queued', 'deferred')
  ORDER BY number`

const PASS_OVER = `
  UPDATE recipients SET next_attempt_at = NULL
  WHERE message_key = ? AND (state NOT IN ('queued', 'deferred')
    OR NOT EXISTS (SELECT 1 FROM messages WHERE key = message_key))`

interface Due {
  readonly key: number
  readonly at: number
}

/** Leases all due recipients of the messages that have waited longest past their time. */
export function claimDue(connection: WriteConnection, request: ClaimRequest): Claim[] {
  const { now, lease, limit, exceptRoutes } = request
  const due = dueRoutes(connection, exceptRoutes).flatMap((route) => oldestOn(connection, route, now, limit))
  due.sort((a, b) => a.at - b.at || a.key - b.key)
  const keys = [...new Set(due.map(({ key }) => key))].slice(0, limit)
  return keys
    .map((key) => {
      const rows = connection.prepare(DUE_OF_MESSAGE).all(key, now) as RecipientColumns[]
      const wanted = rows.filter(({ route }) => route === null || !exceptRoutes.includes(route))
      return claimMessage(connection, key, wanted, lease, now) ?? passOver(connection, key)
    })
    .filter((claim) => claim !== null)
}

/** A damaged message, in a state that nobody knows or without its row, must not be due for ever. */
function passOver(connection: WriteConnection, key: number): null {
  connection.prepare(PASS_OVER).run(key)
  return null
}

/** The first due recipient of each of the first messages, at most `limit` messages. */
function oldestOn(connection: WriteConnection, route: string | null, now: number, limit: number): Due[] {
  const found = new Map<number, Due>()
  for (const due of connection.prepare(DUE_ON_ROUTE).iterate(route, now) as IterableIterator<Due>) {
    if (!found.has(due.key)) found.set(due.key, due)
    if (found.size >= limit) break
  }
  return [...found.values()]
}
