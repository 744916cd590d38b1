import type { Connection } from '../workers/connection.ts'
import { dueRoutes } from './due-routes.ts'

const SQL = `
  SELECT min(next_attempt_at) AS at FROM recipients INDEXED BY recipients_due
  WHERE route IS ? AND next_attempt_at IS NOT NULL`

/** When the next recipient falls due on a route that is not passed over; null where none waits. */
export function nextDueAt(
  connection: Connection,
  { exceptRoutes }: { readonly exceptRoutes: readonly string[] },
): number | null {
  const times = dueRoutes(connection, exceptRoutes)
    .map((route) => (connection.prepare(SQL).get(route) as { readonly at: number | null }).at)
    .filter((at) => at !== null)
  return times.length === 0 ? null : Math.min(...times)
}
