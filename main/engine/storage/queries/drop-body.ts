import type { WriteConnection } from '../workers/connection.ts'

/**
 * Removes the body of a finished message, unless it is kept for a while or was captured. Answers whether it is gone;
 * the caller enters that into the message.
 */
export function dropBody(connection: WriteConnection, key: number): boolean {
  if (connection.bodyRetention.milliseconds > 0) return false
  const { captured, body_kind } = connection
    .prepare('SELECT captured, body_kind FROM messages WHERE key = ?')
    .get(key) as { readonly captured: number; readonly body_kind: string }
  if (captured !== 0 || body_kind === 'removed') return false
  removeBodyContent(connection, key, body_kind)
  return true
}

/** The row goes now, a file after the commit: a row is never without its file. */
export function removeBodyContent(connection: WriteConnection, key: number, bodyKind: string): void {
  if (bodyKind === 'file') connection.unusedFiles.add(key)
  else connection.prepare('DELETE FROM bodies WHERE message_key = ?').run(key)
}
