/**
 * What `mailroom doctor` does: checks every invariant of a store that no engine has open, and with `repair` mends what
 * can be mended without destroying mail. Synchronous, in the caller's thread: nothing else happens there.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { migrate, newestSchema } from '../migrations/migrate.ts'
import { findDamage, markSuspected, wasHere } from '../recovery/find-damage.ts'
import { finishRecovery, recoverDatabase } from '../recovery/recover-database.ts'
import type { RecoveryReport } from '../recovery/set-aside-folder.ts'
import { SchemaTooNew } from '../storage-errors.ts'
import { DATABASE_FILE, openDatabase, openWriteDatabase } from '../workers/connection.ts'
import { lockDataFolder } from '../workers/data-folder-lock.ts'
import { examineBodies } from './examine-bodies.ts'
import { examineFiles } from './examine-files.ts'
import { examineRows } from './examine-rows.ts'
import { count, type Finding, ok, problem, REPAIR, repaired } from './finding.ts'

export interface Examination {
  readonly folder: string
  readonly repair: boolean
  /** Milliseconds since 1970. */
  readonly now: number
  readonly freeBytes: number
}

/** @throws DataFolderInUse, SchemaTooNew, NoStore, or the system's error: then nothing could be looked at */
export function examineStore(examination: Examination): Finding[] {
  const { folder } = examination
  if (!existsSync(join(folder, DATABASE_FILE)) && !wasHere(folder)) throw new NoStore(folder)
  const unlock = lockDataFolder(folder)
  try {
    return [...examineFiles(examination), ...examineDatabase(examination)]
  } finally {
    unlock()
  }
}

/** There is nothing to look at. */
export class NoStore extends Error {
  override readonly name = 'NoStore'

  constructor(folder: string) {
    super(`There is no store of Mailroom in ${folder}: name its data folder with --data.`)
  }
}

function examineDatabase(examination: Examination): Finding[] {
  const { folder, repair } = examination
  if (repair) finishRecovery(folder)
  const findings: Finding[] = []
  const damage = findDamage(folder, 'whole')
  if (damage !== null) {
    if (!repair)
      return [
        problem('database', damage, `${REPAIR} It recovers what can be read and keeps the damaged file.`),
      ]
    findings.push(mendDatabase(examination, damage))
  } else
    findings.push(
      ok('database', 'Every page of the database can be read, and its indexes agree with its tables.'),
    )

  const database = repair
    ? openWriteDatabase(folder, null)
    : openDatabase(join(folder, DATABASE_FILE), { readonly: true })
  try {
    const schema = examineSchema(database, repair)
    findings.push(schema)
    if (schema.state === 'problem') return findings
    findings.push(...examineRows(database, examination), ...examineBodies(database, examination))
    return findings
  } finally {
    database.close()
  }
}

/** An index is made anew in its place; anything else needs a new database. */
function mendDatabase({ folder, now }: Examination, damage: string): Finding {
  if (/index/i.test(damage) && rebuildIndexes(folder) && findDamage(folder, 'whole') === null)
    return repaired('database', `${damage} The indexes were made anew.`)
  const report = recoverDatabase({ folder, reason: damage, now })
  return repaired(
    'database',
    `${damage} ${recovered(report)}`,
    `What was damaged is in ${report.folder}; have the disk checked.`,
  )
}

function rebuildIndexes(folder: string): boolean {
  const database = openWriteDatabase(folder, null)
  try {
    database.exec('REINDEX')
    return true
  } catch {
    // Tables are damaged too.
    markSuspected(folder, 'its indexes could not be made anew')
    return false
  } finally {
    database.close()
  }
}

function recovered({ messages, lost, held }: RecoveryReport): string {
  const missing = lost === null ? 'how many are lost is not known' : `${lost} lost`
  return `Recovered: ${count(messages, 'message')}, ${missing}, ${held} held because a part is missing.`
}

function examineSchema(database: Database.Database, repair: boolean): Finding {
  const found = database.pragma('user_version', { simple: true }) as number
  const known = newestSchema()
  if (found > known) throw new SchemaTooNew(found, known)
  if (found === known) return ok('schema', `The schema is ${found}, the one of this version.`)
  if (repair) {
    migrate(database)
    return repaired('schema', `The schema was ${found} and is ${known} now.`)
  }
  const text = `The schema is ${found}, that of an earlier version; the rest was not looked at.`
  return problem('schema', text, `Start Mailroom once, which brings it to ${known}, or: ${REPAIR}`)
}
