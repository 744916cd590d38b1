import { closeSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DATABASE_FILE, openDatabase } from '../../main/engine/storage/workers/connection.ts'

export const PAGE = 4096

export function databaseOf(folder: string): string {
  return join(folder, DATABASE_FILE)
}

/** Writes octets over a part of a file, as a broken disk or a stray program does. */
export function overwrite(path: string, offset: number, octets: Uint8Array): void {
  const file = openSync(path, 'r+')
  try {
    writeSync(file, octets, 0, octets.length, offset)
  } finally {
    closeSync(file)
  }
}

/** Octets that are of no page. */
export function garbage(length: number): Uint8Array {
  return new Uint8Array(length).fill(0xa5)
}

/** Fills pages of a closed database with garbage, by number from 1. */
export function ruinPages(folder: string, ...pages: readonly number[]): void {
  for (const page of pages) overwrite(databaseOf(folder), (page - 1) * PAGE, garbage(PAGE))
}

/** Turns one octet of a file over. */
export function flipOctet(path: string, offset: number): void {
  overwrite(path, offset, Uint8Array.of((readFileSync(path)[offset] ?? 0) ^ 0xff))
}

export interface Page {
  readonly number: number
  readonly type: 'leaf' | 'internal' | 'overflow'
}

/** Pages of a table or index of a closed database. */
export function pagesOf(folder: string, name: string): Page[] {
  const database = openDatabase(databaseOf(folder), { readonly: true })
  try {
    return database
      .prepare('SELECT pageno AS number, pagetype AS type FROM dbstat WHERE name = ? ORDER BY pageno')
      .all(name) as Page[]
  } finally {
    database.close()
  }
}

/** The first octets of a file. */
export function firstOctets(path: string, length: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const octets = Buffer.alloc(Math.min(length, statSync(path).size))
    readSync(file, octets, 0, octets.length, 0)
    return octets
  } finally {
    closeSync(file)
  }
}
