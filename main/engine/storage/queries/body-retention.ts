import type { Connection, WriteConnection } from '../workers/connection.ts'

/** How long bodies stay after the last recipient is done, in milliseconds; 0 removes them with the last result. */
export interface BodyRetention {
  milliseconds: number
}

const NAME = 'body-retention'

/** As it was set last, also in an earlier run: the first results of this one go by it. */
export function readBodyRetention(connection: Connection): BodyRetention {
  const row = connection.prepare('SELECT content FROM documents WHERE name = ?').get(NAME)
  return { milliseconds: Number((row as { readonly content: string } | undefined)?.content ?? 0) }
}

export function setBodyRetention(connection: WriteConnection, milliseconds: number): void {
  connection
    .prepare('INSERT INTO documents VALUES (?, ?) ON CONFLICT DO UPDATE SET content = excluded.content')
    .run(NAME, String(milliseconds))
  connection.bodyRetention.milliseconds = milliseconds
}
