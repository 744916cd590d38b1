import { deriveMessageState } from '../../../../shared/domain/message.ts'
import { isOpen, type RecipientState, recipientStateSchema } from '../../../../shared/domain/recipient.ts'
import type { MessageChange, WriteConnection } from '../workers/connection.ts'
import { dropBody } from './drop-body.ts'

/** Recipients in the same state count as one group; a small message is read as it is, which needs no sorting. */
const SMALL = 16
const READ_SMALL = `
  SELECT state, 1 AS count, next_attempt_at, attempts FROM recipients WHERE message_key = ? LIMIT ${SMALL + 1}`
const READ_LARGE = `
  SELECT state, count(*) AS count, min(next_attempt_at) AS next_attempt_at, max(attempts) AS attempts
  FROM recipients WHERE message_key = ? GROUP BY state`

const WRITE = `
  UPDATE messages
  SET state = ?, open_count = ?, next_attempt_at = ?, attempts = ?, route = coalesce(?, route),
    last_reply = coalesce(?, last_reply), finished_at = iif(?, coalesce(finished_at, ?), NULL),
    body_kind = iif(?, 'removed', body_kind)
  WHERE key = ?`

interface Group {
  readonly state: RecipientState
  readonly count: number
  readonly next_attempt_at: number | null
  readonly attempts: number
}

/** Computes what lists show of a message from its recipients; when the last is done, the body may go. */
export function refreshMessage(connection: WriteConnection, key: number, change: MessageChange): void {
  const groups = readGroups(connection, key)
  const openCount = groups.reduce((total, { state, count }) => (isOpen(state) ? total + count : total), 0)
  const due = groups.map((group) => group.next_attempt_at).filter((time) => time !== null)
  const isDone = openCount === 0
  const isBodyDropped = isDone && dropBody(connection, key)
  connection
    .prepare(WRITE)
    .run(
      deriveMessageState(groups.map(({ state }) => state)),
      openCount,
      due.length === 0 ? null : Math.min(...due),
      Math.max(0, ...groups.map(({ attempts }) => attempts)),
      change.route,
      change.lastReply,
      isDone ? 1 : 0,
      change.at,
      isBodyDropped ? 1 : 0,
      key,
    )
}

/** A state that nobody knows counts as held: it waits for a person. */
function readGroups(connection: WriteConnection, key: number): Group[] {
  const small = connection.prepare(READ_SMALL).all(key) as Group[]
  const groups = small.length <= SMALL ? small : (connection.prepare(READ_LARGE).all(key) as Group[])
  return groups.map((group) => ({
    ...group,
    state: recipientStateSchema.safeParse(group.state).data ?? 'held',
  }))
}
