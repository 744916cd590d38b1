import { crc32 } from 'node:zlib'
import { encodeId, type MessageId } from '../../../../shared/domain/id.ts'
import type { Connection } from '../workers/connection.ts'

export interface BodySlice {
  /** Where the next slice begins; null after the last message. */
  readonly last: number | null
  /** Messages that have a body. */
  readonly checked: number
  /** Messages whose body should be in the database, and is not, or not all of it. */
  readonly missing: readonly BodyOwner[]
  /** Messages whose body, in the database, is not what was accepted. */
  readonly changed: readonly BodyOwner[]
  /** Bodies that are files: what they have to be. */
  readonly files: readonly WholeBody[]
}

export interface BodyOwner {
  readonly id: MessageId
  /** Is it still to be sent without a person's word? Else it is held, or history. */
  readonly isWaiting: boolean
  readonly isDone: boolean
}

export interface WholeBody extends BodyOwner {
  readonly size: number
  /** CRC-32; null in messages of earlier versions. */
  readonly sum: number | null
}

/** In one slice, so that it takes some milliseconds. */
const MESSAGES = 200
const OCTETS = 4 * 1024 * 1024

const SQL = `
  SELECT m.*, b.content, EXISTS (SELECT 1 FROM recipients AS r
    WHERE r.message_key = m.key AND r.state IN ('queued', 'deferred', 'active')) AS waits
  FROM messages AS m LEFT JOIN bodies AS b ON b.message_key = m.key
  WHERE m.key > ? ORDER BY m.key LIMIT ${MESSAGES}`

interface Row {
  readonly key: number
  readonly size: number
  readonly waits: number
  readonly open_count: number
  readonly body_kind: string
  readonly body_sum: number | null
  readonly content: Uint8Array | null
}

/** Reads the messages after a key, with all that belongs to them, and tells which bodies are not whole. */
export function checkBodies(connection: Connection, after: number): BodySlice {
  const recipients = connection.prepare('SELECT * FROM recipients WHERE message_key = ?')
  const events = connection.prepare('SELECT * FROM events WHERE message_key = ?')
  const missing: BodyOwner[] = []
  const changed: BodyOwner[] = []
  const files: WholeBody[] = []
  let last: number | null = null
  let octets = 0
  let checked = 0
  for (const row of connection.prepare(SQL).iterate(after) as IterableIterator<Row>) {
    last = row.key
    if (row.body_kind !== 'removed') checked += 1
    const owner = { id: encodeId(row.key), isWaiting: row.waits === 1, isDone: row.open_count === 0 }
    if (row.body_kind === 'file') files.push({ ...owner, size: row.size, sum: row.body_sum })
    if (row.body_kind === 'inline' && row.content?.length !== row.size) missing.push(owner)
    else if (row.body_kind === 'inline' && isChanged(row)) changed.push(owner)
    octets += row.content?.length ?? 0
    if (octets > OCTETS) break
  }
  // Only read: a damaged page makes itself known.
  for (const key of rangeOf(connection, after, last)) {
    recipients.all(key)
    events.all(key)
  }
  return { last, checked, missing, changed, files }
}

function isChanged({ body_sum, content }: Row): boolean {
  return content !== null && body_sum !== null && crc32(content) !== body_sum
}

function rangeOf(connection: Connection, after: number, last: number | null): number[] {
  const rows = connection
    .prepare('SELECT key FROM messages WHERE key > ? AND key <= ?')
    .all(after, last ?? after)
  return (rows as { readonly key: number }[]).map(({ key }) => key)
}
