/**
 * Makes a new database of what can be read of a damaged one, and sets the damaged one aside. The new one is built
 * beside it, and takes its place only when it is whole and synced: a crash at any time leaves either to the next start.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { holdMessage, LOST } from '../checks/mend-message.ts'
import { mendStore } from '../checks/mend-store.ts'
import { migrate, migrateTo } from '../migrations/migrate.ts'
import { addAudit } from '../queries/audit.ts'
import { settleMessages } from '../queries/settle-messages.ts'
import { addAddressFunctions } from '../search/address-functions.ts'
import { createWriteConnection, DATABASE_FILE, makePrivateFile, openDatabase } from '../workers/connection.ts'
import { openPageFile, type PageFile } from './page-file.ts'
import { type Salvaged, salvageTables } from './salvage-tables.ts'
import { makeSetAsideFolder, type RecoveryReport, setAsideBody, writeReport } from './set-aside-folder.ts'
import { syncPath } from './sync-path.ts'
import { nothingWalked, walkTree } from './walk-tree.ts'

const DRAFT = `${DATABASE_FILE}.recovered`
/** Names the folder in damaged/ while files change places. */
const MOVING = 'recovery.json'
const PARTS = [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`] as const

export interface RecoveryRequest {
  readonly folder: string
  readonly reason: string
  readonly now: number
}

/** The caller holds the lock of the folder, and nobody has the database open. */
export function recoverDatabase({ folder, reason, now }: RecoveryRequest): RecoveryReport {
  const draft = join(folder, DRAFT)
  for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(draft + ending, { force: true })
  const aside = makeSetAsideFolder(folder, now)
  const report = build(folder, draft, { aside, reason, now })
  writeReport(folder, report)
  syncPath(draft, false)
  syncPath(join(folder, aside), true)
  syncPath(join(folder, 'damaged'), true)
  writeFileSync(join(folder, MOVING), JSON.stringify({ aside }), { mode: 0o600 })
  syncPath(join(folder, MOVING), false)
  syncPath(folder, true)
  finishRecovery(folder)
  return report
}

/** Puts the new database in its place, where a crash kept that from being done. */
export function finishRecovery(folder: string): void {
  const note = join(folder, MOVING)
  if (!existsSync(note)) return
  const { aside } = JSON.parse(readFileSync(note, 'utf8')) as { readonly aside: string }
  const draft = join(folder, DRAFT)
  if (existsSync(draft)) {
    for (const part of PARTS)
      if (existsSync(join(folder, part))) renameSync(join(folder, part), join(folder, aside, part))
    syncPath(join(folder, aside), true)
    renameSync(draft, join(folder, DATABASE_FILE))
    syncPath(folder, true)
  }
  rmSync(note)
  syncPath(folder, true)
}

interface Building {
  /** The folder in damaged/, from the data folder on. */
  readonly aside: string
  readonly reason: string
  readonly now: number
}

function build(folder: string, draft: string, { aside, reason, now }: Building): RecoveryReport {
  makePrivateFile(draft)
  const database = openDatabase(draft, {})
  const path = join(folder, DATABASE_FILE)
  // Where only the journal is left, what it says can still be read.
  if (existsSync(`${path}-wal`)) makePrivateFile(path)
  const file = existsSync(path) ? openPageFile(path) : null
  try {
    // Nobody looks at it before it is whole: only its last state has to be on the disk.
    database.pragma('journal_mode = MEMORY')
    database.pragma('synchronous = OFF')
    database.pragma('foreign_keys = OFF')
    database.pragma('cache_size = -65536')
    const salvaged = file === null ? NOTHING : salvage(file, database)
    migrate(database)
    addAddressFunctions(database)
    let loose = 0
    const held = settle(database, now, salvaged, (id, content) => {
      setAsideBody(join(folder, aside), id, content)
      loose += 1
    })
    const messages = count(database, 'SELECT count(*) AS count FROM messages')
    const counted = file === null ? null : countMessages(file)
    const settings = count(database, "SELECT count(*) AS count FROM documents WHERE name = 'configuration'")
    return {
      folder: aside,
      at: now,
      reason,
      messages,
      lost: counted === null ? null : Math.max(0, counted - messages),
      held,
      loose,
      unreadable: salvaged.damagedPages + salvaged.unreadableRows,
      settingsLost: settings === 0,
    }
  } finally {
    file?.close()
    database.close()
  }
}

const NOTHING: Salvaged = { rows: 0, damagedPages: 0, unreadableRows: 0, hasDoubtful: false }

/** In the schema in which it was written; one that nobody can tell is taken for ours, whose columns have defaults. */
function salvage(file: PageFile, database: Database.Database): Salvaged {
  migrateTo(database, file.hasHeader ? (file.page(1)?.readUInt32BE(60) ?? 0) : 0)
  return salvageTables(file, database)
}

/** Answers how many messages wait for a person who did not before. */
function settle(
  database: Database.Database,
  now: number,
  { hasDoubtful }: Salvaged,
  setAside: Parameters<typeof mendStore>[2],
): number {
  return database
    .transaction(() => {
      const connection = createWriteConnection(database)
      const HELD = "SELECT count(*) AS count FROM messages WHERE state = 'held'"
      const before = count(database, HELD)
      mendStore(connection, now, setAside)
      if (hasDoubtful)
        for (const { key } of database.prepare('SELECT key FROM temp.strays').all() as { key: number }[])
          holdMessage(connection, key, LOST.doubtful, now)
      settleMessages(connection)
      const held = count(database, HELD) - before
      addAudit(connection, { at: now, actor: 'recovery', action: 'database recovered', detail: { held } })
      return held
    })
    .immediate()
}

/** What the damaged database itself counted; null where that cannot be read. */
function countMessages(file: PageFile): number | null {
  const walked = nothingWalked(file)
  const schema = [...walkTree(file, 1, 'table', walked)]
  const root = schema.find(({ values }) => values[1] === 'message_counts')?.values[3]
  if (typeof root !== 'number') return null
  let total = 0
  for (const { values } of walkTree(file, root, 'index', walked)) total += Number(values[1])
  return walked.damagedPages === 0 && Number.isSafeInteger(total) ? total : null
}

function count(database: Database.Database, sql: string): number {
  return (database.prepare(sql).get() as { readonly count: number }).count
}
