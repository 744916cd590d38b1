import { openDatabase } from './workers/connection.ts'

/** "3.53.2": of the library that holds the data, which is not the one that Node brings along. */
export function sqliteVersion(): string {
  const database = openDatabase(':memory:', {})
  try {
    return database.prepare('SELECT sqlite_version()').pluck().get() as string
  } finally {
    database.close()
  }
}
