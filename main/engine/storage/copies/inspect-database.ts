import { encodeId, type MessageId } from '../../../../shared/domain/id.ts'
import { newestSchema } from '../migrations/migrate.ts'
import { openDatabase } from '../workers/connection.ts'

export interface InspectedDatabase {
  readonly schema: number
  /** The newest schema that this version can read. */
  readonly known: number
  readonly openMessages: number
  /** Messages whose body is a file beside the database. */
  readonly bodyFiles: MessageId[]
  /** What SQLite finds damaged; null where nothing is, or nobody looked. */
  readonly damage: string | null
}

/** Looks into a database that no engine has open. With `check` every page is read, which takes its time. */
export function inspectDatabase(
  _: null,
  { path, check }: { readonly path: string; readonly check: boolean },
): InspectedDatabase {
  const database = openDatabase(path, { readonly: true, fileMustExist: true })
  try {
    const schema = database.pragma('user_version', { simple: true }) as number
    const damage = check ? (database.pragma('integrity_check(1)', { simple: true }) as string) : 'ok'
    const known = newestSchema()
    if (damage !== 'ok' || schema < 1 || schema > known)
      return { schema, known, openMessages: 0, bodyFiles: [], damage: damage === 'ok' ? null : damage }
    const { count } = database
      .prepare('SELECT count(*) AS count FROM messages WHERE open_count > 0')
      .get() as { readonly count: number }
    const files = database.prepare("SELECT key FROM messages WHERE body_kind = 'file'").all()
    const bodyFiles = (files as { readonly key: number }[]).map(({ key }) => encodeId(key))
    return { schema, known, openMessages: count, bodyFiles, damage: null }
  } finally {
    database.close()
  }
}
