import { join } from 'node:path'
import { DATABASE_FILE, makePrivateFile, openDatabase } from '../workers/connection.ts'
import { type InspectedDatabase, inspectDatabase } from './inspect-database.ts'

/** A consistent copy of a folder's database at a new path, without free pages; answers what is in the copy. */
export function copyDatabase(
  _: null,
  { folder, to }: { readonly folder: string; readonly to: string },
): InspectedDatabase {
  const source = openDatabase(join(folder, DATABASE_FILE), { readonly: true, fileMustExist: true })
  makePrivateFile(to)
  try {
    source.prepare('VACUUM INTO ?').run(to)
  } finally {
    source.close()
  }
  return inspectDatabase(null, { path: to, check: false })
}
