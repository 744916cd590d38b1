import type { Connection } from '../workers/connection.ts'

/** Jumps from one route to the next in the index of what is due: one seek a route, however many wait on it. */
const SQL = `
  WITH RECURSIVE routes (route) AS (
    SELECT * FROM (SELECT route FROM recipients INDEXED BY recipients_due
      WHERE next_attempt_at IS NOT NULL AND route IS NOT NULL ORDER BY route LIMIT 1)
    UNION ALL
    SELECT (SELECT next.route FROM recipients AS next INDEXED BY recipients_due
      WHERE next.next_attempt_at IS NOT NULL AND next.route > routes.route ORDER BY next.route LIMIT 1)
    FROM routes WHERE routes.route IS NOT NULL
  )
  SELECT route FROM routes WHERE route IS NOT NULL`

/** Routes on which somebody waits for an attempt, without those to pass over; null for recipients that have none. */
export function dueRoutes(connection: Connection, exceptRoutes: readonly string[]): (string | null)[] {
  const rows = connection.prepare(SQL).all() as { readonly route: string }[]
  return [null, ...rows.map(({ route }) => route).filter((route) => !exceptRoutes.includes(route))]
}
