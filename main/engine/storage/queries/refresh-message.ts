import { deriveMessageState } from '../../../../shared/domain/message.ts'
import { isOpen, recipientStateSchema } from '../../../../shared/domain/recipient.ts'
import type { MessageChange, WriteConnection } from '../workers/connection.ts'
import { removeBody } from './remove-body.ts'

const READ = `
  SELECT state, count(*) AS count, min(next_attempt_at) AS next_attempt_at, max(attempts) AS attempts
  FROM recipients WHERE message_key = ? GROUP BY state`

const WRITE = `
  UPDATE messages
  SET state = ?, open_count = ?, next_attempt_at = ?, attempts = ?, route = coalesce(?, route),
    last_reply = coalesce(?, last_reply), finished_at = iif(?, coalesce(finished_at, ?), NULL)
  WHERE key = ?
  RETURNING finished_at, captured, body_kind`

interface Group {
  readonly state: string
  readonly count: number
  readonly next_attempt_at: number | null
  readonly attempts: number
}

/** Computes what lists show of a message from its recipients; when the last is done, the body goes. */
export function refreshMessage(connection: WriteConnection, key: number, change: MessageChange): void {
  const groups = (connection.prepare(READ).all(key) as Group[]).map((group) => ({
    ...group,
    state: recipientStateSchema.safeParse(group.state).data ?? ('held' as const),
  }))
  const openCount = sum(groups.filter(({ state }) => isOpen(state)).map(({ count }) => count))
  const due = groups.map((group) => group.next_attempt_at).filter((time) => time !== null)
  const message = connection
    .prepare(WRITE)
    .get(
      deriveMessageState(groups.map(({ state }) => state)),
      openCount,
      due.length === 0 ? null : Math.min(...due),
      Math.max(0, ...groups.map(({ attempts }) => attempts)),
      change.route,
      change.lastReply,
      openCount === 0 ? 1 : 0,
      change.at,
      key,
    ) as { readonly captured: number; readonly body_kind: string } | undefined
  const isDone = message !== undefined && openCount === 0 && message.body_kind !== 'removed'
  if (isDone && message.captured === 0 && connection.bodyRetention.milliseconds === 0)
    removeBody(connection, key)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
