/** SQL over two databases of one schema: `main` is that of the backup, `replaced` the one that was in use. */
import type Database from 'better-sqlite3'

const TAKE_ALONG = `
  INSERT INTO carried SELECT key FROM replaced.messages WHERE open_count > 0`

const INDEX = `
  INSERT INTO message_text (rowid, sender, recipients, subject, message_id)
  SELECT m.key, m.sender,
    (SELECT group_concat(r.address, ' ') FROM main.recipients AS r WHERE r.message_key = m.key),
    m.subject, coalesce(m.message_id, '')
  FROM main.messages AS m JOIN carried USING (key)`

/** Entries about what happened since the backup: who changed what is not forgotten with the change. */
const AUDIT = `
  INSERT INTO main.audit (at, actor, action, detail)
  SELECT at, actor, action, detail FROM replaced.audit
  WHERE at > (SELECT coalesce(max(at), 0) FROM main.audit) ORDER BY key`

/**
 * Messages that wait in `replaced`, with all that belongs to them, in place of what `main` knows of them. Fills the
 * table `carried` with their keys; answers those whose body is a file.
 */
export function carryWaiting(database: Database.Database): number[] {
  database.exec(TAKE_ALONG)
  for (const table of tablesOfMessages(database)) carryRows(database, table, 'message_key')
  database.exec('DELETE FROM message_text WHERE rowid IN (SELECT key FROM carried)')
  carryRows(database, 'messages', 'key')
  database.exec(INDEX)
  database.exec(AUDIT)
  const files = database
    .prepare("SELECT key FROM main.messages JOIN carried USING (key) WHERE body_kind = 'file'")
    .all()
  return (files as { readonly key: number }[]).map(({ key }) => key)
}

/** Tables of this or any later schema whose rows belong to a message. */
function tablesOfMessages(database: Database.Database): string[] {
  const tables = database
    .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    .all() as { readonly name: string }[]
  return tables
    .map(({ name }) => name)
    .filter((name) => name !== 'messages' && columnsOf(database, name).includes('message_key'))
}

function carryRows(database: Database.Database, table: string, key: string): void {
  const columns = columnsOf(database, table).map((column) => `"${column}"`)
  database.exec(`DELETE FROM main."${table}" WHERE "${key}" IN (SELECT key FROM carried)`)
  database.exec(
    `INSERT INTO main."${table}" (${columns.join(', ')})
     SELECT ${columns.join(', ')} FROM replaced."${table}" WHERE "${key}" IN (SELECT key FROM carried)`,
  )
}

function columnsOf(database: Database.Database, table: string): string[] {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(table)
  return (columns as { readonly name: string }[]).map(({ name }) => name)
}
