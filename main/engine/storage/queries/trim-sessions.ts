import { z } from 'zod'
import { decodeId, idSchema } from '../../../../shared/domain/id.ts'
import { readJson } from '../rows/json-columns.ts'
import type { Connection } from '../workers/connection.ts'

export interface SessionBounds {
  /** Sessions that began earlier go. */
  readonly before: number
  readonly maxCount: number
  readonly maxBytes: number
}

const SLICE = 200

const ids = z.array(idSchema)

const OLDEST = 'SELECT key, started_at, bytes FROM sessions ORDER BY key LIMIT ?'

interface Oldest {
  readonly key: number
  readonly started_at: number
  readonly bytes: number
}

/** Removes a slice of the oldest beyond the bounds; answers whether there may be more. */
export function trimSessions(connection: Connection, bounds: SessionBounds): boolean {
  const oldest = connection.prepare(OLDEST).all(SLICE) as Oldest[]
  const totals = connection.prepare('SELECT count, bytes FROM session_totals').get() as {
    count: number
    bytes: number
  }
  let removed = 0
  for (const session of oldest) {
    const isBeyond =
      session.started_at < bounds.before || totals.count > bounds.maxCount || totals.bytes > bounds.maxBytes
    if (!isBeyond) break
    removeSession(connection, session.key)
    totals.count -= 1
    totals.bytes -= session.bytes
    removed += 1
  }
  return removed === SLICE
}

function removeSession(connection: Connection, key: number): void {
  const { message_ids } = connection
    .prepare('DELETE FROM sessions WHERE key = ? RETURNING message_ids')
    .get(key) as { readonly message_ids: string }
  connection.prepare('DELETE FROM session_lines WHERE session_key = ?').run(key)
  const unlink = connection.prepare('DELETE FROM session_messages WHERE message_key = ? AND session_key = ?')
  for (const id of readJson(ids, message_ids) ?? []) unlink.run(decodeId(id), key)
}
