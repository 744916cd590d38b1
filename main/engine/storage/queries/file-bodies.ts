import { encodeId, type MessageId } from '../../../../shared/domain/id.ts'
import { loseBody } from '../checks/mend-message.ts'
import type { Connection, WriteConnection } from '../workers/connection.ts'

const NAMED = "SELECT key FROM messages INDEXED BY messages_with_file WHERE body_kind = 'file'"

/** Messages whose body is a file. */
export function namedFiles(connection: Connection, _: null): MessageId[] {
  const rows = connection.prepare(NAMED).all() as { readonly key: number }[]
  return rows.map(({ key }) => encodeId(key))
}

/** What becomes of messages whose content is gone or is not what was accepted; answers how many are new to it. */
export function loseBodies(
  connection: WriteConnection,
  { keys, now }: { readonly keys: readonly number[]; readonly now: number },
): number {
  return keys.filter((key) => loseBody(connection, key, now)).length
}
