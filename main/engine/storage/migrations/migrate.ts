import type Database from 'better-sqlite3'
import { SchemaTooNew } from '../storage-errors.ts'
import { initialSchema } from './0001-initial-schema.ts'
import { whoAndHow } from './0002-who-and-how.ts'
import { whoWasTold } from './0003-who-was-told.ts'
import { operationsWithUndo } from './0004-operations.ts'
import { figures } from './0005-figures.ts'
import { whyRefused } from './0006-why-refused.ts'
import { wholeBodies } from './0007-whole-bodies.ts'
import { textIndexLater } from './0008-text-index-later.ts'
import type { Migration } from './migration.ts'

const MIGRATIONS: readonly Migration[] = [
  initialSchema,
  whoAndHow,
  whoWasTold,
  operationsWithUndo,
  figures,
  whyRefused,
  wholeBodies,
  textIndexLater,
]

/** What this version writes. */
export function newestSchema(): number {
  return MIGRATIONS.at(-1)?.version ?? 0
}

/** The schema of that number, or of this version where there is none such; for a database that is empty. */
export function migrateTo(database: Database.Database, version: number): void {
  const isKnown = version >= 1 && version <= newestSchema()
  migrate(database, isKnown ? MIGRATIONS.slice(0, version) : MIGRATIONS)
}

/**
 * Brings the schema up to date, each step in a transaction of its own; forward only.
 * @throws SchemaTooNew where a later version has written the database; it is left untouched
 */
export function migrate(database: Database.Database, migrations: readonly Migration[] = MIGRATIONS): void {
  const found = database.pragma('user_version', { simple: true }) as number
  const known = migrations.at(-1)?.version ?? 0
  if (found > known) throw new SchemaTooNew(found, known)
  for (const migration of migrations.filter(({ version }) => version > found))
    database
      .transaction(() => {
        database.exec(migration.sql)
        database.pragma(`user_version = ${migration.version}`)
      })
      .immediate()
}
