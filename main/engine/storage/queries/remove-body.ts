import type { WriteConnection } from '../workers/connection.ts'

/** The row goes now, a file after the commit: a row is never without its file. */
export function removeBody(connection: WriteConnection, key: number): void {
  const { changes } = connection.prepare('DELETE FROM bodies WHERE message_key = ?').run(key)
  if (changes === 0) connection.unusedFiles.add(key)
  connection.prepare("UPDATE messages SET body_kind = 'removed' WHERE key = ?").run(key)
}
