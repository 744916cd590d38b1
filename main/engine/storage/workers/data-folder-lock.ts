import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataFolderInUse } from '../storage-errors.ts'
import { makePrivateFile, openDatabase } from './connection.ts'

/**
 * One engine a data folder: an exclusive transaction on an empty database of its own, held for life. The lock is the
 * operating system's, so a crash releases it, and it works the same on every system that SQLite knows. The main
 * database is not locked so, because others may read it (backups, the sqlite3 shell).
 * @throws DataFolderInUse, with the pid that the owner's engine.json names
 */
export function lockDataFolder(folder: string): () => void {
  const path = join(folder, 'lock.sqlite')
  makePrivateFile(path)
  const lock = openDatabase(path, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code === 'SQLITE_BUSY')
      throw new DataFolderInUse(folder, ownerOf(folder))
    throw error
  }
  return () => lock.close()
}

function ownerOf(folder: string): number | null {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(folder, 'engine.json'), 'utf8'))
    const pid = (owner as { pid?: unknown } | null)?.pid
    return typeof pid === 'number' && Number.isSafeInteger(pid) ? pid : null
  } catch {
    // The owner has not written it yet, or it is damaged: the refusal stands without the number.
    return null
  }
}
