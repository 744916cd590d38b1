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
  /** What each of these has to be. */
  readonly bodies: WholeFile[]
  /** What SQLite finds damaged; null where nothing is, or nobody looked. */
  readonly damage: string | null
}

/** sum: CRC-32; null in messages of earlier versions. */
export interface WholeFile {
  readonly id: MessageId
  readonly size: number
  readonly sum: number | null
}

/** The first schema with sums. */
const WITH_SUMS = 7

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
      return {
        schema,
        known,
        openMessages: 0,
        bodyFiles: [],
        bodies: [],
        damage: damage === 'ok' ? null : damage,
      }
    const { count } = database
      .prepare('SELECT count(*) AS count FROM messages WHERE open_count > 0')
      .get() as { readonly count: number }
    const sum = schema >= WITH_SUMS ? 'body_sum' : 'NULL'
    const files = database
      .prepare(`SELECT key, size, ${sum} AS sum FROM messages WHERE body_kind = 'file'`)
      .all() as { readonly key: number; readonly size: number; readonly sum: number | null }[]
    const bodies = files.map(({ key, size, sum }) => ({ id: encodeId(key), size, sum }))
    const bodyFiles = bodies.map(({ id }) => id)
    return { schema, known, openMessages: count, bodyFiles, bodies, damage: null }
  } finally {
    database.close()
  }
}
