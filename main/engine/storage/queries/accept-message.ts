import { crc32 } from 'node:zlib'
import { decodeId } from '../../../../shared/domain/id.ts'
import { deriveMessageState } from '../../../../shared/domain/message.ts'
import type { RecipientState } from '../../../../shared/domain/recipient.ts'
import { writeNotify } from '../rows/json-columns.ts'
import { FIRST_RECIPIENTS } from '../rows/message-row.ts'
import type { Lease, NewMessage } from '../storage.ts'
import type { Connection, WriteConnection } from '../workers/connection.ts'
import { addEvent, plainEvent } from './add-event.ts'

const INSERT_MESSAGE = `
  INSERT INTO messages (key, state, sender, first_recipients, recipient_count, open_count, subject, message_id, size,
    body_kind, received_at, finished_at, next_attempt_at, account, client, listener, origin_kind, session_key,
    body_type, smtp_utf8, ret, envid, require_tls, network, tls, authentication, body_sum)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const INSERT_RECIPIENT = `
  INSERT INTO recipients (message_key, number, address, state, route, next_attempt_at, notify, original_recipient,
    lease_owner, lease_until)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const INSERT_BODY = 'INSERT INTO bodies (message_key, content) VALUES (?, ?)'

/**
 * A new message with its recipients, body, search words and Reception event. Active under the lease, else due at once.
 * @throws where the id is taken, or an inline body comes without its octets
 */
export function acceptMessage(
  connection: WriteConnection,
  { message, lease }: { readonly message: NewMessage; readonly lease: Lease | null },
): void {
  const key = decodeId(message.id)
  const state: RecipientState = lease ? 'active' : 'queued'
  insertMessage(connection, key, message, state)
  insertRecipients(connection, key, message, state, lease)
  if (message.body.kind === 'inline') insertBody(connection, key, message)
  connection.textChanges.push({
    kind: 'add',
    key,
    sender: message.envelope.sender,
    recipients: message.recipients.map(({ address }) => address).join(' '),
    subject: message.subject,
    messageId: message.messageId ?? '',
  })
  addEvent(connection, key, null, {
    ...plainEvent(message.receivedAt, 'Reception', message.note),
    sessionId: message.origin.sessionId,
  })
}

function insertMessage(
  connection: Connection,
  key: number,
  message: NewMessage,
  state: RecipientState,
): void {
  const { envelope, origin, recipients } = message
  const receivedAt = Math.round(message.receivedAt)
  const isEmpty = recipients.length === 0
  connection
    .prepare(INSERT_MESSAGE)
    .run(
      key,
      deriveMessageState(isEmpty ? [] : [state]),
      envelope.sender,
      JSON.stringify(recipients.slice(0, FIRST_RECIPIENTS).map(({ address }) => address)),
      recipients.length,
      recipients.length,
      message.subject,
      message.messageId,
      message.body.size,
      message.body.kind,
      receivedAt,
      isEmpty ? receivedAt : null,
      state === 'queued' && !isEmpty ? Math.round(message.dueAt ?? receivedAt) : null,
      origin.account,
      origin.client,
      origin.listener,
      origin.kind,
      origin.sessionId === null ? null : decodeId(origin.sessionId),
      envelope.body,
      envelope.smtpUtf8 ? 1 : 0,
      envelope.ret,
      envelope.envid,
      envelope.requireTls ? 1 : 0,
      origin.network,
      origin.tls ? 1 : 0,
      origin.authentication === null ? null : JSON.stringify(origin.authentication),
      sumOf(message),
    )
}

function insertRecipients(
  connection: Connection,
  key: number,
  message: NewMessage,
  state: RecipientState,
  lease: Lease | null,
): void {
  const dueAt = lease ? null : Math.round(message.dueAt ?? message.receivedAt)
  const owner = lease?.owner ?? null
  const until = lease ? Math.round(lease.until) : null
  const insert = connection.prepare(INSERT_RECIPIENT)
  message.recipients.forEach(({ address, notify, originalRecipient, route = null }, index) => {
    insert.run(
      key,
      index + 1,
      address,
      state,
      route,
      dueAt,
      writeNotify(notify),
      originalRecipient,
      owner,
      until,
    )
  })
}

/** Made once, of what goes to the disk: see check-bodies. */
function sumOf({ body }: NewMessage): number | null {
  if (body.kind === 'file') return body.sum ?? null
  return body.content === null ? null : crc32(body.content)
}

function insertBody(connection: Connection, key: number, message: NewMessage): void {
  if (message.body.kind !== 'inline' || message.body.content === null)
    throw new Error(`the body of message ${message.id} came without its octets`)
  connection.prepare(INSERT_BODY).run(key, message.body.content)
}
