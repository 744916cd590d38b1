/**
 * Is the database of a folder fit to be opened? A look that takes no longer with a million messages: the header, the
 * length, the roots and both ends of every table and index; small databases are read as a whole. What lies deeper is
 * found by check-slowly.ts while mail flows, which leaves a mark that makes the next start look at everything.
 */
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { DATABASE_FILE, openDatabase } from '../workers/connection.ts'
import { isDamage } from '../workers/failure.ts'
import { readHeader } from './page-file.ts'

/** Octets up to which every page is read at start: less than a tenth of a second. */
const SMALL = 32 * 1024 * 1024
/** Says that a database was here. */
const MADE = 'store.json'
/** Says what somebody met while the store was in use. */
const SUSPECTED = 'damage-suspected.json'

/** What is wrong, in words; null where nothing is seen, or there is no database yet. */
export function findDamage(folder: string, depth: 'quick' | 'whole' = 'quick'): string | null {
  const path = join(folder, DATABASE_FILE)
  const journal = sizeOf(`${path}-wal`) ?? 0
  const size = sizeOf(path)
  if (size === null) return wasThere(folder, journal) ? 'The database file is missing.' : null
  if (size === 0 && journal === 0) return wasThere(folder, 0) ? 'The database file is empty.' : null
  const isWhole = depth === 'whole' || existsSync(join(folder, SUSPECTED))
  // The very first start was broken off while it made the file: SQLite takes that back, and only by writing.
  if ((sizeOf(`${path}-journal`) ?? 0) > 0) return lookInside(path, isWhole, size, { readonly: false })
  const header = readHeader(readFirst(path))
  if (header === null) return 'The database file does not begin as a database does.'
  if (journal === 0 && header.pages * header.pageSize > size)
    return `The database file is cut off: ${size} of ${header.pages * header.pageSize} octets are there.`
  return lookInside(path, isWhole, size, { readonly: true })
}

/** Was there ever a store in this folder, whatever is left of it? */
export function wasHere(folder: string): boolean {
  return existsSync(join(folder, MADE)) || hasBodies(join(folder, 'bodies'))
}

/** The store was opened and is sound: from now on its absence is damage, and what was suspected is settled. */
export function markSound(folder: string): void {
  try {
    if (!existsSync(join(folder, MADE)))
      writeFileSync(join(folder, MADE), `${JSON.stringify({ database: DATABASE_FILE })}\n`, { mode: 0o600 })
    rmSync(join(folder, SUSPECTED), { force: true })
  } catch {
    // A full disk: the next start makes up for it.
  }
}

/** Makes the next start read everything. Never throws: the disk may be what is wrong. */
export function markSuspected(folder: string, reason: string): void {
  try {
    writeFileSync(join(folder, SUSPECTED), `${JSON.stringify({ reason })}\n`, { mode: 0o600 })
  } catch {
    // The next start looks as every start does.
  }
}

function wasThere(folder: string, journal: number): boolean {
  return journal > 0 || wasHere(folder)
}

function hasBodies(root: string): boolean {
  return existsSync(root) && readdirSync(root).some((name) => readdirSync(join(root, name)).length > 0)
}

function lookInside(
  path: string,
  isWhole: boolean,
  size: number,
  { readonly }: { readonly readonly: boolean },
): string | null {
  let database: Database.Database | null = null
  try {
    database = openDatabase(path, { readonly, fileMustExist: true })
    const schema = database.pragma('user_version', { simple: true }) as number
    const tables = namesOf(database, 'table')
    // Another program's, or one of ours whose schema is lost; with no schema at all it was never finished.
    if (schema > 0 && !tables.includes('messages')) return 'The database has none of our tables.'
    if (isWhole || size <= SMALL) return checkPages(database, isWhole ? 'integrity_check' : 'quick_check')
    for (const name of tables) readEnds(database, name)
    return null
  } catch (error) {
    if (!isDamage(error)) throw error
    return `The database cannot be read: ${(error as Error).message}.`
  } finally {
    database?.close()
  }
}

function checkPages(database: Database.Database, check: 'quick_check' | 'integrity_check'): string | null {
  const found = database.pragma(`${check}(3)`) as Record<string, string>[]
  const lines = found
    .flatMap((row) => (Object.values(row)[0] ?? '').split('\n'))
    .filter((line) => line !== 'ok' && !line.startsWith('***'))
  return lines.length === 0 ? null : `The database is damaged: ${lines.join('; ')}.`
}

/** From the root to the first and the last leaf. */
function readEnds(database: Database.Database, table: string): void {
  const keys = database.prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk').all(table)
  const names = (keys as { readonly name: string }[]).map(({ name }) => `"${name}"`)
  if (names.length === 0) return
  for (const direction of ['ASC', 'DESC']) {
    const order = names.map((name) => `${name} ${direction}`).join(', ')
    database.prepare(`SELECT * FROM "${table}" ORDER BY ${order} LIMIT 1`).get()
  }
}

function namesOf(database: Database.Database, type: string): string[] {
  const sql = "SELECT name FROM sqlite_schema WHERE type = ? AND sql NOT LIKE 'CREATE VIRTUAL%'"
  const rows = database.prepare(sql).all(type) as { readonly name: string }[]
  return rows.map(({ name }) => name)
}

function readFirst(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const octets = Buffer.alloc(100)
    return octets.subarray(0, readSync(file, octets, 0, 100, 0))
  } finally {
    closeSync(file)
  }
}

function sizeOf(path: string): number | null {
  try {
    return statSync(path).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
