/** Brings one message back to what the store promises. Nothing is deleted that somebody could want to read or send. */
import { encodeId, timeOfId } from '../../../../shared/domain/id.ts'
import { isOpen, type RecipientState } from '../../../../shared/domain/recipient.ts'
import { addEvent, plainEvent } from '../queries/add-event.ts'
import { moveRecipient } from '../queries/move-recipient.ts'
import { readJson } from '../rows/json-columns.ts'
import { addressesSchema, FIRST_RECIPIENTS } from '../rows/message-row.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { WriteConnection } from '../workers/connection.ts'
import type { MessageFlaw } from './message-checks.ts'

export const LOST = {
  body: 'Held: the content of this message was lost when the data folder was damaged, so it cannot be sent. Ask the sender for it again, or restore it from a backup; then bounce or delete this one.',
  changed:
    'Held: the content of this message is not what was accepted: the disk has changed it. Read it, then release it or delete it, or restore it from a backup.',
  recipients:
    'Held: what was known about this recipient was lost when the data folder was damaged. It may have been delivered already. Release it to send it, or delete it.',
  envelope:
    'Held: the sender and the history of this message were lost when the data folder was damaged. Read it, then release or delete it.',
  doubtful:
    'Held: it was found in a damaged part of the database, and may have been delivered or deleted before. Release it to send it, or delete it.',
} as const

/** Mends what one check has found in a message; its own columns follow when the caller settles messages. */
export function mendMessage(connection: WriteConnection, flaw: MessageFlaw, key: number, now: number): void {
  switch (flaw) {
    case 'message-missing':
      insertMessage(connection, key)
      holdMessage(connection, key, LOST.envelope, now)
      break
    case 'recipients-missing':
      insertRecipients(connection, key, now)
      break
    case 'body-missing':
      loseBody(connection, key, now)
      break
    case 'body-unowned':
      connection.prepare('DELETE FROM bodies WHERE message_key = ?').run(key)
      return
    case 'schedule':
      mendSchedule(connection, key, now)
      break
    case 'summary':
      break
    case 'history-unowned':
      connection.prepare('DELETE FROM events WHERE message_key = ?').run(key)
      return
    case 'plan-unowned':
      dropPlan(connection, key)
      break
  }
  touch(connection, key, now)
}

/** Every recipient that is not held yet and waits, or was in an attempt of a dead run. Answers whether any was. */
export function holdMessage(
  connection: WriteConnection,
  key: number,
  why: string,
  now: number,
  areLeasesDead = true,
): boolean {
  let isHeld = false
  for (const row of recipientsOf(connection, key)) {
    if (row.state === 'active' && !areLeasesDead) continue
    if (row.state === 'active')
      moveRecipient(connection, row, { kind: 'ReleaseLease', route: null, nextAttemptAt: now }, now)
    const waiting = row.state === 'active' ? recipientOf(connection, key, row.number) : row
    if (waiting === undefined || !moveRecipient(connection, waiting, { kind: 'Hold' }, now)) continue
    addEvent(connection, key, row.number, plainEvent(now, 'Hold', why))
    isHeld = true
  }
  return isHeld
}

/** Of mail that is done only the content is gone; what waits is held, and says why. Answers whether anything changed. */
export function loseBody(
  connection: WriteConnection,
  key: number,
  now: number,
  areLeasesDead = true,
): boolean {
  const open = recipientsOf(connection, key).some(({ state }) => isOpen(state as RecipientState))
  if (open) return holdMessage(connection, key, LOST.body, now, areLeasesDead)
  connection.prepare('DELETE FROM bodies WHERE message_key = ?').run(key)
  const { changes } = connection
    .prepare("UPDATE messages SET body_kind = 'removed' WHERE key = ? AND body_kind <> 'removed'")
    .run(key)
  if (changes === 0) return false
  const note = 'The content of this message was lost when the data folder was damaged.'
  addEvent(connection, key, null, plainEvent(now, 'Recovery', note))
  return true
}

const INSERT_MESSAGE = `
  INSERT INTO messages (key, state, sender, first_recipients, recipient_count, open_count, subject, size, body_kind,
    received_at, origin_kind, body_type, smtp_utf8)
  SELECT :key, 'held', '', (SELECT json_group_array(address) FROM (
      SELECT address FROM recipients WHERE message_key = :key ORDER BY number LIMIT ${FIRST_RECIPIENTS})),
    (SELECT count(*) FROM recipients WHERE message_key = :key), 0, 'Recovered message, sender unknown',
    coalesce((SELECT length(content) FROM bodies WHERE message_key = :key), 0),
    iif(EXISTS (SELECT 1 FROM bodies WHERE message_key = :key), 'inline', 'file'), :receivedAt, 'local', '8bitmime', 0`

/** From what its recipients and its body tell. */
function insertMessage(connection: WriteConnection, key: number): void {
  connection.database.prepare(INSERT_MESSAGE).run({ key, receivedAt: timeOfId(encodeId(key)) })
}

const INSERT_RECIPIENT = `
  INSERT INTO recipients (message_key, number, address, state, hold) VALUES (?, ?, ?, ?, ?)`

/** The state of a recipient whose message came to this end. */
const ENDS: Readonly<Record<string, RecipientState>> = {
  delivered: 'delivered',
  failed: 'bounced',
  cancelled: 'cancelled',
}

/** The message itself names the first few. */
function insertRecipients(connection: WriteConnection, key: number, now: number): void {
  const message = connection
    .prepare('SELECT state, first_recipients, recipient_count FROM messages WHERE key = ?')
    .get(key) as MessageColumns | undefined
  if (message === undefined) return
  const known = recipientsOf(connection, key)
  const named = readJson(addressesSchema, message.first_recipients) ?? []
  const missing = named
    .map((address, index) => ({ address, number: index + 1 }))
    .filter(({ number }) => known.every((row) => row.number !== number))
  const end = ENDS[message.state]
  for (const { address, number } of missing) {
    connection
      .prepare(INSERT_RECIPIENT)
      .run(key, number, address, end ?? 'held', end === undefined ? 'operator' : null)
    if (end === undefined) addEvent(connection, key, number, plainEvent(now, 'Hold', LOST.recipients))
  }
  const found = known.length + missing.length
  if (found < message.recipient_count) {
    const note = `${message.recipient_count - found} of its recipients were lost when the data folder was damaged.`
    addEvent(connection, key, null, plainEvent(now, 'Recovery', note))
  }
}

interface MessageColumns {
  readonly state: string
  readonly first_recipients: string
  readonly recipient_count: number
}

/** What waits without a time would wait for ever; what is done must not be due. */
function mendSchedule(connection: WriteConnection, key: number, now: number): void {
  connection
    .prepare(
      `UPDATE recipients SET next_attempt_at = ?, lease_owner = NULL, lease_until = NULL
       WHERE message_key = ? AND state IN ('queued', 'deferred') AND next_attempt_at IS NULL`,
    )
    .run(Math.round(now), key)
  connection
    .prepare(
      `UPDATE recipients SET next_attempt_at = NULL
       WHERE message_key = ? AND state NOT IN ('queued', 'deferred') AND next_attempt_at IS NOT NULL`,
    )
    .run(key)
  connection
    .prepare(
      `UPDATE recipients SET lease_owner = NULL, lease_until = NULL
       WHERE message_key = ? AND state <> 'active' AND lease_owner IS NOT NULL`,
    )
    .run(key)
  connection
    .prepare(
      `UPDATE recipients SET lease_owner = 'nobody', lease_until = 0
       WHERE message_key = ? AND state = 'active' AND lease_owner IS NULL`,
    )
    .run(key)
}

/** Without its operation nobody would ever carry it out or undo it. */
function dropPlan(connection: WriteConnection, key: number): void {
  connection.prepare('DELETE FROM pending_recipients WHERE message_key = ?').run(key)
  connection.prepare('DELETE FROM pending_messages WHERE message_key = ?').run(key)
  connection
    .prepare(
      "UPDATE recipients SET hold = 'operator' WHERE message_key = ? AND hold = 'pending' AND state = 'held'",
    )
    .run(key)
}

function recipientsOf(connection: WriteConnection, key: number): RecipientColumns[] {
  return connection
    .prepare('SELECT * FROM recipients WHERE message_key = ? ORDER BY number')
    .all(key) as RecipientColumns[]
}

function recipientOf(connection: WriteConnection, key: number, number: number): RecipientColumns | undefined {
  return connection
    .prepare('SELECT * FROM recipients WHERE message_key = ? AND number = ?')
    .get(key, number) as RecipientColumns | undefined
}

/** The message's own columns are computed anew, also where none of its recipients moved. */
function touch(connection: WriteConnection, key: number, now: number): void {
  connection
    .prepare(
      `UPDATE messages SET recipient_count = (SELECT count(*) FROM recipients WHERE message_key = messages.key) WHERE key = ?`,
    )
    .run(key)
  if (!connection.dirty.has(key))
    connection.dirty.set(key, { at: Math.round(now), route: null, lastReply: null })
}
