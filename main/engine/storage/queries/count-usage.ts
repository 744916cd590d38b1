import type { UsageRow } from '../storage.ts'
import type { Connection } from '../workers/connection.ts'

const SQL = `
  SELECT account, network, client, received_at / 3600000 * 3600000 AS hour, count(*) AS messages,
    sum(recipient_count) AS recipients
  FROM messages INDEXED BY messages_by_reception
  WHERE received_at >= ? AND origin_kind <> 'local'
  GROUP BY account, network, client, hour`

/** What came in since then, by who sent it and the hour. Messages whose history has gone are not counted. */
export function countUsage(connection: Connection, since: number): UsageRow[] {
  return connection.prepare(SQL).all(Math.round(since)) as UsageRow[]
}
