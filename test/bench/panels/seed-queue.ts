/**
 * A data folder with a million messages in minutes less than handing them in would take: rows as the engine writes
 * them, straight into its database. The folder must have been opened by an engine before, and be closed.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { decodeId, encodeId, timeOfId } from '../../../shared/domain/id.ts'

export interface SeedOptions {
  readonly folder: string
  readonly messages: number
  /** Milliseconds since 1970: the newest came in then, the oldest five days before. */
  readonly now: number
}

const SPAN_MS = 5 * 86_400_000
const DOMAINS = [
  'gmail.example',
  'outlook.example',
  'customer.test',
  'supplier.test',
  'tax-office.test',
  'accounting.test',
  'partner-with-a-long-name.test',
  'web.test',
  'yahoo.example',
  'school.test',
]
const SENDERS = ['scanner', 'shop', 'invoice', 'backup', 'anna', 'omar', 'reports', 'fax']
const SUBJECTS = [
  'Scan from the copier, ground floor',
  'Your invoice 2026-',
  'Backup finished',
  'Offer for the new roof 🏠',
  'תזכורת: פגישה ביום שלישי',
  'Weekly report',
  'Order confirmation',
  'Re: delivery on Thursday',
]
const REPLIES = [
  { code: 421, enhanced: '4.7.0', text: 'Too many messages, slow down' },
  { code: 451, enhanced: '4.3.0', text: 'Try again later' },
  { code: 452, enhanced: '4.2.2', text: 'Mailbox full, quota exceeded' },
  { code: 450, enhanced: '4.7.1', text: 'Greylisted, see http://postgrey.example/help' },
]

export function seedQueue({ folder, messages, now }: SeedOptions): void {
  const database = new Database(join(folder, 'mailroom.sqlite'))
  try {
    database.pragma('synchronous = OFF')
    const numbers = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${messages})`
    const oldest = decodeId(encodeId(keyAt(now - SPAN_MS)))
    const step = Math.floor((keyAt(now) - oldest) / messages)
    const firstWithBody = messages - 2_000
    const spread = Math.floor(SPAN_MS / messages)
    const values = { oldest, step, now, spread, from: now - SPAN_MS, firstWithBody }
    database.transaction(() => {
      database.prepare(`${numbers} ${INSERT_MESSAGES}`).run(values)
      database.prepare(INSERT_RECIPIENTS).run({ now })
      database.prepare(INSERT_EVENTS).run()
      database.prepare(INSERT_TEXT).run()
      database.prepare(INDEXED).run()
      database.prepare(INSERT_BODIES).run()
      database.prepare(SIZES).run()
    })()
    database.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
}

/** The first key of a millisecond; see shared/domain/id.ts. */
function keyAt(time: number): number {
  const origin = timeOfId(encodeId(0))
  return (time - origin) * 4096
}

function one(of: readonly unknown[], by: string): string {
  const list = JSON.stringify(of).replaceAll("'", "''")
  return `json_extract('${list}', '$[' || ((${by}) % ${of.length}) || ']')`
}

const SENDER = `${one(SENDERS, 'i * 7')} || '@office.test'`
const RECIPIENT = `'person' || (i % 4000) || '@' || ${one(DOMAINS, '(i * i) % 97 + i % 3')}`

/** Of ten messages six wait after a failure, one is held, one failed, two are delivered. None is due within the hour. */
const STATE = `CASE WHEN i % 10 < 6 THEN 'deferred' WHEN i % 10 = 6 THEN 'held' WHEN i % 10 = 7 THEN 'failed' ELSE 'delivered' END`

const INSERT_MESSAGES = `
  INSERT INTO messages (key, state, sender, first_recipients, recipient_count, open_count, subject, message_id, size,
    body_kind, received_at, finished_at, next_attempt_at, attempts, route, last_reply, account, client, listener,
    origin_kind, body_type, smtp_utf8)
  SELECT :oldest + i * :step, ${STATE}, ${SENDER}, json_array(${RECIPIENT}), 1, i % 10 < 7,
    ${one(SUBJECTS, 'i * 3')} || ' ' || i, i || '@office.test', 1200 + (i * 7919) % 900000,
    CASE WHEN i % 10 < 7 AND i >= :firstWithBody THEN 'inline' ELSE 'removed' END, :from + i * :spread,
    CASE WHEN i % 10 < 7 THEN NULL ELSE :from + i * :spread + 90000 END,
    CASE WHEN i % 10 < 6 THEN :now + 3600000 + (i * 31) % 86400000 END, 1 + i % 5, 'provider',
    CASE WHEN i % 10 < 6 THEN ${one(REPLIES, 'i')} WHEN i % 10 = 7
      THEN '{"code":550,"enhanced":"5.1.1","text":"No such user here"}' END,
    CASE WHEN i % 3 = 0 THEN 'scanner' END, '192.168.10.' || (i % 200), 'lan', 'smtp', '8bitmime', 0
  FROM n`

const INSERT_RECIPIENTS = `
  INSERT INTO recipients (message_key, number, address, state, route, attempts, next_attempt_at, last_reply, last_host, hold)
  SELECT key, 1, first_recipients ->> '$[0]',
    CASE state WHEN 'failed' THEN 'bounced' ELSE state END, route, attempts, next_attempt_at, last_reply,
    'mx1.provider.test [192.0.2.7]', CASE state WHEN 'held' THEN 'operator' END
  FROM messages`

const INSERT_EVENTS = `
  INSERT INTO events (message_key, number, at, kind, recipient, route, host, reply)
  SELECT key, 1, received_at, 'Reception', NULL, NULL, NULL, NULL FROM messages
  UNION ALL SELECT key, 2, received_at + 1500, 'TransientFailure', 1, route, 'mx1.provider.test [192.0.2.7]', last_reply
  FROM messages WHERE state = 'deferred'`

const INSERT_TEXT = `
  INSERT INTO message_text (rowid, sender, recipients, subject, message_id)
  SELECT key, sender, first_recipients ->> '$[0]', subject, message_id FROM messages`

const INDEXED = `
  UPDATE documents SET content = (SELECT max(key) + 1 FROM messages) WHERE name = 'text-indexed-below'`

/** Only the newest have a body to be opened. */
const INSERT_BODIES = `
  INSERT INTO bodies (message_key, content)
  SELECT key, CAST('From: ' || sender || char(13, 10) || 'Subject: seeded' || char(13, 10, 13, 10) || 'Good morning.' || char(13, 10) AS BLOB)
  FROM messages WHERE body_kind = 'inline'`

/** As an engine would have written them: a body is as long as its message says. */
const SIZES = `
  UPDATE messages SET size = (SELECT length(content) FROM bodies WHERE message_key = key) WHERE body_kind = 'inline'`
