/**
 * The full-text index of messages. New ones are indexed some moments after they were accepted, hundreds at a time: with
 * each acceptance the index would write five pages more and merge a hundred times as often, and the sender would wait
 * for it. Nothing of it has to be written down before: the index is complete below a key, which is; above it are at most
 * the messages of those moments, and the next start looks which of them it lacks.
 */
import type { Connection } from '../workers/connection.ts'

export interface IndexedText {
  readonly key: number
  readonly sender: string
  readonly recipients: string
  readonly subject: string
  readonly messageId: string
}

/** A change of what the index should have. */
export type TextChange =
  | ({ readonly kind: 'add' } & IndexedText)
  | { readonly kind: 'remove'; readonly key: number }

export interface TextIndex {
  /** Every message below it is in the index, as soon as its acceptance is committed. */
  below: number
  /** Committed messages that are not in the index yet, by key. */
  readonly waiting: Map<number, IndexedText>
}

const ADD = `
  INSERT INTO message_text (rowid, sender, recipients, subject, message_id) VALUES (?, ?, ?, ?, ?)`

const REMOVE = 'DELETE FROM message_text WHERE rowid = ?'

const BELOW = "SELECT content FROM documents WHERE name = 'text-indexed-below'"

const SET_BELOW = `
  INSERT INTO documents (name, content) VALUES ('text-indexed-below', ?)
  ON CONFLICT DO UPDATE SET content = excluded.content`

const LACKED = `
  SELECT m.key, m.sender,
    coalesce((SELECT group_concat(r.address, ' ') FROM recipients AS r WHERE r.message_key = m.key), '') AS recipients,
    m.subject, coalesce(m.message_id, '') AS messageId
  FROM messages AS m WHERE m.key >= ? AND NOT EXISTS (SELECT 1 FROM message_text_docsize AS t WHERE t.id = m.key)`

/** As the last run left it. */
export function readTextIndex(connection: Connection): TextIndex {
  const row = connection.prepare(BELOW).get() as { readonly content: string } | undefined
  const below = Number(row?.content ?? 0)
  const lacked = connection.prepare(LACKED).all(below) as IndexedText[]
  return { below, waiting: new Map(lacked.map((text) => [text.key, text])) }
}

/**
 * The last thing in a transaction, outside every savepoint: FTS5 writes a segment of its own at each savepoint that
 * follows a change, which costs as much as all the rest of a message. What is new waits; a message that took longer than
 * others after it is indexed now, for it lies where the index is said to be complete.
 */
export function changeText(connection: Connection, index: TextIndex, changes: readonly TextChange[]): void {
  for (const change of changes) {
    if (change.kind === 'remove') connection.prepare(REMOVE).run(change.key)
    else if (change.key < index.below) add(connection, change)
  }
}

/** After the commit of what changeText() was called with. */
export function noteChanges(index: TextIndex, changes: readonly TextChange[]): void {
  for (const change of changes) {
    if (change.kind === 'remove') index.waiting.delete(change.key)
    else if (change.key >= index.below) index.waiting.set(change.key, change)
  }
}

/**
 * Indexes all that waits, in a transaction of its own.
 * @throws SQLite's error; everything waits on then
 */
export function indexWaiting(connection: Connection, index: TextIndex): void {
  const texts = [...index.waiting.values()]
  if (texts.length === 0) return
  const below = texts.reduce((highest, { key }) => Math.max(highest, key), 0) + 1
  try {
    connection.prepare('BEGIN IMMEDIATE').run()
    for (const text of texts) add(connection, text)
    connection.prepare(SET_BELOW).run(String(below))
    connection.prepare('COMMIT').run()
  } catch (error) {
    if (connection.database.inTransaction) connection.database.exec('ROLLBACK')
    throw error
  }
  index.waiting.clear()
  index.below = below
}

function add(connection: Connection, { key, sender, recipients, subject, messageId }: IndexedText): void {
  connection.prepare(ADD).run(key, sender, recipients, subject, messageId)
}
