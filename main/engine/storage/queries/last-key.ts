import type { Connection } from '../workers/connection.ts'

/** The highest key of a message or session; null in an empty store. */
export function lastKey(connection: Connection): number | null {
  const row = connection
    .prepare(
      'SELECT max((SELECT ifnull(max(key), 0) FROM messages), (SELECT ifnull(max(key), 0) FROM sessions)) AS key',
    )
    .get() as { readonly key: number }
  return row.key === 0 ? null : row.key
}
