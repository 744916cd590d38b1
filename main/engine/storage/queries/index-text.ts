import type { Connection } from '../workers/connection.ts'

/** A change of the full-text index. */
export type TextChange =
  | {
      readonly kind: 'add'
      readonly key: number
      readonly sender: string
      readonly recipients: string
      readonly subject: string
      readonly messageId: string
    }
  | { readonly kind: 'remove'; readonly key: number }

const ADD = `
  INSERT INTO message_text (rowid, sender, recipients, subject, message_id) VALUES (?, ?, ?, ?, ?)`

/**
 * The last thing in a transaction, outside every savepoint: FTS5 writes a segment of its own at each savepoint that
 * follows a change, which costs as much as all the rest of a message.
 */
export function indexText(connection: Connection, changes: readonly TextChange[]): void {
  for (const change of changes) {
    if (change.kind === 'remove')
      connection.prepare('DELETE FROM message_text WHERE rowid = ?').run(change.key)
    else {
      const { key, sender, recipients, subject, messageId } = change
      connection.prepare(ADD).run(key, sender, recipients, subject, messageId)
    }
  }
}
