import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type BodyRetention, readBodyRetention } from '../queries/body-retention.ts'
import { readTextIndex, type TextChange, type TextIndex } from '../queries/text-index.ts'
import { createEventNumbers } from './event-numbers.ts'

export type Value = string | number | null | Uint8Array

/** A database with its prepared statements. */
export interface Connection {
  readonly database: Database.Database
  /** Prepared once for each text. */
  prepare(sql: string): Database.Statement<Value[], unknown>
}

/** What a call leaves behind for its end. */
export interface WriteConnection extends Connection {
  /** Messages whose derived columns have to be computed anew, with what is known of the latest change. */
  readonly dirty: Map<number, MessageChange>
  /** Messages whose body file goes after the commit. */
  readonly unusedFiles: Set<number>
  /** Changes of the full-text index, made at the end of the transaction. */
  readonly textChanges: TextChange[]
  readonly textIndex: TextIndex
  /** Grows with each call, over all runs. */
  readonly nextEventNumber: () => number
  readonly bodyRetention: BodyRetention
}

export interface MessageChange {
  readonly at: number
  /** Of the recipient that was tried last; null where nothing was tried. */
  readonly route: string | null
  /** JSON of the reply. */
  readonly lastReply: string | null
}

export const DATABASE_FILE = 'mailroom.sqlite'

/** Octets of WAL after which a commit also moves it into the database: large enough that hot pages are moved once. */
const CHECKPOINT_PAGES = 4_000
const CACHE_KIB = 32_768
/** Of each reader: pages and searches of a million messages take no longer with it than with more. */
const READ_CACHE_KIB = 12_288

/** @throws the system's or SQLite's error where the file cannot be opened */
export function openWriteDatabase(folder: string, maximumBytes: number | null): Database.Database {
  const path = join(folder, DATABASE_FILE)
  makePrivateFile(path)
  const database = openDatabase(path, {})
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  database.pragma(`journal_size_limit = ${64 * 1024 * 1024}`)
  database.pragma('foreign_keys = ON')
  database.pragma(`cache_size = -${CACHE_KIB}`)
  database.pragma('temp_store = MEMORY')
  if (maximumBytes !== null) database.pragma(`max_page_count = ${Math.floor(maximumBytes / 4096)}`)
  return database
}

/**
 * What is in the log moves into the database, as far as nobody reads it, and the next commit overwrites the log from its
 * begin. For quieter moments: of a log that is long, the pages to be overwritten may have left the memory since, and the
 * kernel reads them before it writes a part of them, while a message waits.
 * @throws SQLite's error
 */
export function shortenLog({ database }: Connection): void {
  database.pragma('wal_checkpoint(PASSIVE)')
}

export function openReadDatabase(folder: string): Database.Database {
  const database = openDatabase(join(folder, DATABASE_FILE), { readonly: true, fileMustExist: true })
  database.pragma('query_only = ON')
  database.pragma(`cache_size = -${READ_CACHE_KIB}`)
  database.pragma('temp_store = MEMORY')
  return database
}

/**
 * MAILROOM_SQLITE_BINDING names another build of the native binding, for a runtime that the one of the package does
 * not fit.
 */
export function openDatabase(path: string, options: Database.Options): Database.Database {
  const nativeBinding = process.env.MAILROOM_SQLITE_BINDING
  return new Database(path, { timeout: 5_000, ...options, ...(nativeBinding ? { nativeBinding } : {}) })
}

export function createConnection(database: Database.Database): Connection {
  const statements = new Map<string, Database.Statement<Value[], unknown>>()
  return {
    database,
    prepare(sql) {
      const known = statements.get(sql)
      if (known) return known
      const statement = database.prepare<Value[], unknown>(sql)
      statements.set(sql, statement)
      return statement
    },
  }
}

/** With what calls leave behind; takes numbers for events, so the tables are there. */
export function createWriteConnection(database: Database.Database): WriteConnection {
  const plain = createConnection(database)
  return {
    ...plain,
    dirty: new Map(),
    unusedFiles: new Set(),
    textChanges: [],
    textIndex: readTextIndex(plain),
    nextEventNumber: createEventNumbers(plain),
    bodyRetention: readBodyRetention(plain),
  }
}

/**
 * SQLite gives its -wal and -shm files the mode of the database. A file that is there already is not even opened:
 * closing it would release every lock that this process has on it (POSIX advisory locks).
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
