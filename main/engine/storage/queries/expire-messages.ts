import { encodeId } from '../../../../shared/domain/id.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { removeBodyContent } from './drop-body.ts'

/** Times before which a message must have ended for its history, or its body, to go. */
export interface ExpireRequest {
  readonly historyBefore: number
  readonly bodiesBefore: number
}

export interface ExpireSlice {
  readonly gone: string[]
  /** Whether there may be more. */
  readonly more: boolean
}

const SLICE = 200

const ENDED = `
  SELECT key, body_kind FROM messages INDEXED BY messages_by_end WHERE finished_at <= ? ORDER BY finished_at LIMIT ?`

const WITH_BODY = `
  SELECT key, body_kind FROM messages INDEXED BY messages_with_kept_body
  WHERE finished_at <= ? AND body_kind <> 'removed' AND captured = 0 ORDER BY finished_at LIMIT ?`

interface Ended {
  readonly key: number
  readonly body_kind: string
}

/** Removes one slice of histories and one of bodies; captured messages keep their body as long as their history. */
export function expireMessages(connection: WriteConnection, request: ExpireRequest): ExpireSlice {
  const ended = connection.prepare(ENDED).all(request.historyBefore, SLICE) as Ended[]
  for (const { key, body_kind } of ended) {
    removeBodyContent(connection, key, body_kind)
    removeMessage(connection, key)
  }
  const bodies = connection.prepare(WITH_BODY).all(request.bodiesBefore, SLICE) as Ended[]
  for (const { key, body_kind } of bodies) {
    removeBodyContent(connection, key, body_kind)
    connection.prepare("UPDATE messages SET body_kind = 'removed' WHERE key = ?").run(key)
  }
  return {
    gone: ended.map(({ key }) => encodeId(key)),
    more: ended.length === SLICE || bodies.length === SLICE,
  }
}

function removeMessage(connection: WriteConnection, key: number): void {
  connection.prepare('DELETE FROM recipients WHERE message_key = ?').run(key)
  connection.prepare('DELETE FROM events WHERE message_key = ?').run(key)
  connection.textChanges.push({ kind: 'remove', key })
  connection.prepare('DELETE FROM messages WHERE key = ?').run(key)
}
