import { encodeId, type MessageId } from '../../../../shared/domain/id.ts'
import type { Connection } from '../workers/connection.ts'

const NAMED = "SELECT key FROM messages INDEXED BY messages_with_file WHERE body_kind = 'file'"

/** Messages whose body is a file. */
export function namedFiles(connection: Connection, _: null): MessageId[] {
  const rows = connection.prepare(NAMED).all() as { readonly key: number }[]
  return rows.map(({ key }) => encodeId(key))
}
