import { deriveMessageState } from '../../../../shared/domain/message.ts'
import {
  isOpen,
  OPEN_STATES,
  type RecipientState,
  recipientStateSchema,
} from '../../../../shared/domain/recipient.ts'
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

/** Recipients whose fates differ: the list tells of those that wait, then of those that failed. */
const READ_TELLING = `
  SELECT route, last_reply AS lastReply FROM recipients WHERE message_key = ? AND last_reply IS NOT NULL
  ORDER BY CASE WHEN state IN (${OPEN_STATES.map((state) => `'${state}'`).join(', ')}) THEN 0
    WHEN state IN ('bounced', 'expired') THEN 1 ELSE 2 END, attempts DESC, number
  LIMIT 1`

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
  const differ = groups.some(({ state }) => state !== groups[0]?.state)
  const shown = (differ ? readTelling(connection, key) : undefined) ?? change
  connection
    .prepare(WRITE)
    .run(
      deriveMessageState(groups.map(({ state }) => state)),
      openCount,
      due.length === 0 ? null : Math.min(...due),
      Math.max(0, ...groups.map(({ attempts }) => attempts)),
      shown.route,
      shown.lastReply,
      isDone ? 1 : 0,
      change.at,
      isBodyDropped ? 1 : 0,
      key,
    )
}

type Shown = Pick<MessageChange, 'route' | 'lastReply'>

function readTelling(connection: WriteConnection, key: number): Shown | undefined {
  return connection.prepare(READ_TELLING).get(key) as Shown | undefined
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
