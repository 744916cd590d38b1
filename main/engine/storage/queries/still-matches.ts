import type { QueueFilter } from '../../../../shared/contract/queue.ts'
import { decodeId } from '../../../../shared/domain/id.ts'
import { messageConditions } from '../search/message-conditions.ts'
import type { Connection } from '../workers/connection.ts'

/**
 * Which of these messages match the filter now. The reader found them a moment ago; since then they may have changed.
 * Words, sender, size and origin of a message never do, so only what can is compared again.
 */
export function stillMatches(connection: Connection, filter: QueueFilter, ids: readonly string[]): string[] {
  const conditions = messageConditions(changingKeys(filter))
  if (conditions.length === 0) return [...ids]
  const where = conditions.map(({ test }) => test.text).join(' AND ')
  const read = connection.prepare(`SELECT 1 FROM messages AS m WHERE m.key = ? AND ${where}`)
  const values = conditions.flatMap(({ test }) => test.values)
  return ids.filter((id) => read.get(decodeId(id), ...values) !== undefined)
}

function changingKeys({
  states,
  route,
  reply,
  host,
  holds,
  minAttempts,
  recipient,
  recipientDomain,
  exclude,
}: QueueFilter): QueueFilter {
  return {
    ...(states && { states }),
    ...(route && { route }),
    ...(reply && { reply }),
    ...(host && { host }),
    ...(holds && { holds }),
    ...(minAttempts !== undefined && { minAttempts }),
    ...(recipient && { recipient }),
    ...(recipientDomain && { recipientDomain }),
    ...(exclude && { exclude }),
  }
}
