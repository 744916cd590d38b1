import type { Connection } from '../workers/connection.ts'

/** Octets in the database, and what is kept in it. */
export interface StoredFigures {
  readonly database: number
  readonly free: number
  readonly sessions: number
  readonly keptSessions: number
  readonly endedMessages: number
  readonly oldestEndedAt: number | null
}

export function readStoredFigures(connection: Connection): StoredFigures {
  const page = pragma(connection, 'page_size')
  const sessions = connection.prepare('SELECT count, bytes FROM session_totals').get() as
    | { readonly count: number; readonly bytes: number }
    | undefined
  const ended = connection
    .prepare(
      `SELECT coalesce(sum(count), 0) AS count FROM message_counts WHERE state IN ('delivered', 'failed', 'cancelled')`,
    )
    .get() as { readonly count: number }
  const oldest = connection
    .prepare('SELECT min(finished_at) AS at FROM messages WHERE finished_at IS NOT NULL')
    .get() as { readonly at: number | null }
  return {
    database: page * pragma(connection, 'page_count'),
    free: page * pragma(connection, 'freelist_count'),
    sessions: sessions?.bytes ?? 0,
    keptSessions: sessions?.count ?? 0,
    endedMessages: ended.count,
    oldestEndedAt: oldest.at,
  }
}

function pragma(connection: Connection, name: string): number {
  return connection.database.pragma(name, { simple: true }) as number
}

export interface BodySlice {
  /** Octets of bodies: all of ended messages, and which of all lie in the database. */
  readonly ended: number
  readonly open: number
  readonly inline: number
  readonly next: number | null
}

const SQL = `
  SELECT key, size, body_kind AS body, finished_at AS finishedAt FROM messages
  WHERE key > ? ORDER BY key LIMIT ?`

/** One slice of a walk through all messages, by key. */
export function surveyBodies(
  connection: Connection,
  { after, limit }: { readonly after: number; readonly limit: number },
): BodySlice {
  const rows = connection.prepare(SQL).all(after, limit) as {
    readonly key: number
    readonly size: number
    readonly body: string
    readonly finishedAt: number | null
  }[]
  const slice = { ended: 0, open: 0, inline: 0 }
  for (const { size, body, finishedAt } of rows) {
    if (body === 'removed') continue
    if (finishedAt === null) slice.open += size
    else slice.ended += size
    if (body === 'inline') slice.inline += size
  }
  return { ...slice, next: rows.length < limit ? null : (rows.at(-1)?.key ?? null) }
}
