/** The store of a dead Mailroom, looked at in a copy, so that the next start finds what the crash left. */
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { encodeId } from '../../../shared/domain/id.ts'

export interface StoreSnapshot {
  /** What contradicts itself; empty in a sound store. */
  readonly violations: readonly string[]
  /** Subjects of messages with a recipient whose attempt had no result yet. */
  readonly inFlight: ReadonlySet<string>
  /** Subjects of messages that are not at their end. */
  readonly open: ReadonlySet<string>
}

/** Each finds rows that should not be. */
const INVARIANTS: Readonly<Record<string, string>> = {
  'a message without recipients':
    'SELECT key FROM messages WHERE key NOT IN (SELECT message_key FROM recipients)',
  'a recipient without its message':
    'SELECT message_key FROM recipients WHERE message_key NOT IN (SELECT key FROM messages)',
  'recipients that are counted wrongly': `SELECT key FROM messages
    WHERE recipient_count <> (SELECT count(*) FROM recipients WHERE message_key = key)
    OR open_count <> (SELECT count(*) FROM recipients
      WHERE message_key = key AND state IN ('queued', 'active', 'deferred', 'held'))`,
  'states that are counted wrongly': `SELECT state FROM message_counts
    WHERE count <> (SELECT count(*) FROM messages WHERE messages.state = message_counts.state)`,
  'an attempt without a lease':
    "SELECT message_key FROM recipients WHERE state = 'active' AND lease_owner IS NULL",
  'a waiting recipient without a time': `SELECT message_key FROM recipients
    WHERE state IN ('queued', 'deferred') AND next_attempt_at IS NULL`,
  'an open message without its body': `SELECT key FROM messages WHERE open_count > 0
    AND (body_kind = 'removed'
      OR body_kind = 'inline' AND key NOT IN (SELECT message_key FROM bodies))`,
  'a message without a history': 'SELECT key FROM messages WHERE key NOT IN (SELECT message_key FROM events)',
}

export async function lookAtStore(data: string): Promise<StoreSnapshot> {
  const folder = await mkdtemp(join(tmpdir(), 'mailroom-snapshot-'))
  try {
    for (const name of await readdir(data))
      if (name.startsWith('mailroom.sqlite') && !name.endsWith('-shm'))
        await copyFile(join(data, name), join(folder, name))
    const database = new Database(join(folder, 'mailroom.sqlite'))
    try {
      const files = await bodyFiles(data)
      return {
        violations: [...ownChecks(database), ...brokenInvariants(database), ...lostBodies(database, files)],
        inFlight: subjects(database, "r.state = 'active'"),
        open: subjects(database, 'm.open_count > 0'),
      }
    } finally {
      database.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function ownChecks(database: Database.Database): string[] {
  const integrity = database.pragma('integrity_check', { simple: true })
  const foreign = database.pragma('foreign_key_check') as unknown[]
  return [
    ...(integrity === 'ok' ? [] : [`integrity_check: ${String(integrity)}`]),
    ...(foreign.length === 0 ? [] : [`foreign_key_check: ${foreign.length} rows`]),
  ]
}

function brokenInvariants(database: Database.Database): string[] {
  return Object.entries(INVARIANTS).flatMap(([name, sql]) => {
    const rows = database.prepare(sql).raw().all()
    return rows.length === 0 ? [] : [`${name}: ${rows.length}`]
  })
}

/** Files that nothing names are no fault here: the next start removes them. */
function lostBodies(database: Database.Database, files: ReadonlySet<string>): string[] {
  const rows = database
    .prepare("SELECT key FROM messages WHERE open_count > 0 AND body_kind = 'file'")
    .pluck()
    .all() as number[]
  const lost = rows.filter((key) => !files.has(encodeId(key)))
  return lost.length === 0 ? [] : [`an open message without its body file: ${lost.length}`]
}

function subjects(database: Database.Database, condition: string): Set<string> {
  const rows = database
    .prepare(
      `SELECT DISTINCT subject FROM messages m JOIN recipients r ON r.message_key = m.key WHERE ${condition}`,
    )
    .pluck()
    .all() as string[]
  return new Set(rows)
}

async function bodyFiles(data: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(join(data, 'bodies'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  )
  return new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name))
}
