import type { Connection } from '../workers/connection.ts'

const LAST = `
  SELECT max(
    (SELECT ifnull(max(key), 0) FROM messages),
    (SELECT ifnull(max(key), 0) FROM sessions),
    (SELECT ifnull(max(CAST(content AS INTEGER)), 0) FROM documents WHERE name = 'last-key')
  ) AS key`

const OF_REPLACED = `
  SELECT max((SELECT ifnull(max(key), 0) FROM replaced.messages), (SELECT ifnull(max(key), 0) FROM replaced.sessions),
    (SELECT ifnull(max(CAST(content AS INTEGER)), 0) FROM replaced.documents WHERE name = 'last-key')) AS key`

const KEEP = `
  INSERT INTO documents VALUES ('last-key', ?) ON CONFLICT DO UPDATE SET content = excluded.content`

/** The highest key of a message or session, now or before a restore; null in an empty store. */
export function lastKey(connection: Connection): number | null {
  const { key } = connection.prepare(LAST).get() as { readonly key: number }
  return key === 0 ? null : key
}

/** Ids of messages that a restore took away are not given to others: logs and reports name them. */
export function keepLastKey(connection: Connection): void {
  const attached = connection.prepare("SELECT 1 FROM pragma_database_list WHERE name = 'replaced'").get()
  if (attached === undefined) return
  const { key } = connection.prepare(OF_REPLACED).get() as { readonly key: number }
  connection.prepare(KEEP).run(String(Math.max(key, lastKey(connection) ?? 0)))
}
