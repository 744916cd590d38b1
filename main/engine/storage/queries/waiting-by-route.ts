import type { Connection } from '../workers/connection.ts'

const SQL = `
  SELECT route, count(DISTINCT message_key) AS count FROM recipients INDEXED BY recipients_waiting
  WHERE route IS NOT NULL AND state IN ('queued', 'active', 'deferred', 'held') GROUP BY route`

/** Messages with open recipients by last route. */
export function waitingByRoute(connection: Connection): Record<string, number> {
  const rows = connection.prepare(SQL).all() as { readonly route: string; readonly count: number }[]
  return Object.fromEntries(rows.map(({ route, count }) => [route, count]))
}
