import { decodeId } from '../../../../shared/domain/id.ts'
import type { Connection } from '../workers/connection.ts'

/** Which of these files belong to a message. */
export function namedFiles(connection: Connection, ids: readonly string[]): string[] {
  const read = connection.prepare("SELECT 1 FROM messages WHERE key = ? AND body_kind = 'file'")
  return ids.filter((id) => read.get(decodeId(id)) !== undefined)
}
