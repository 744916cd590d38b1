/**
 * Takes in a message that a program of this computer hands over: lines end with CRLF, a Received field says so, Date and
 * Message-ID are added where they are missing (RFC 6409 §8). Limits of listeners do not apply.
 */

import type { FieldIssue } from '../../shared/contract/errors.ts'
import type { MessageId } from '../../shared/domain/id.ts'
import { localOrigin } from '../../shared/domain/message.ts'
import { EngineError, invalid } from './engine-error.ts'
import { readHeader } from './inbound/message-header.ts'
import { addressProblem } from './inbound/parse-path.ts'
import { formatDate } from './inbound/trace-header.ts'
import { addressKey, type LocalConfig } from './local-mail/local-directory.ts'
import { resolveRecipient } from './local-mail/resolve-recipient.ts'
import type { Clock } from './ports.ts'
import type { QueueService } from './queue/queue-service.ts'
import type { SubmittedMessage } from './running-engine.ts'
import type { BodyRef } from './storage/body-store.ts'
import type { NewRecipient, QueueStorage } from './storage/storage.ts'

export interface SubmissionParts {
  readonly clock: Clock
  readonly storage: Pick<QueueStorage, 'createBody'>
  readonly queue: Pick<QueueService, 'receive'>
  readonly newId: () => MessageId
  readonly hostname: () => string
  readonly config: () => LocalConfig
}

/** Octets in one write to the body: the store says when more may follow. */
const CHUNK = 64 * 1024

/** Throws EngineError INVALID for an address that no envelope can hold, UNAVAILABLE where it cannot be stored now. */
export async function submitMessage(message: SubmittedMessage, parts: SubmissionParts): Promise<MessageId> {
  checkAddresses(message)
  const recipients = expandRecipients(message.recipients, parts.config())
  const id = parts.newId()
  const receivedAt = parts.clock.now()
  const text = withCrlf(Buffer.from(message.content))
  const end = text.indexOf('\r\n\r\n')
  const facts = readHeader(end < 0 ? text : text.subarray(0, end + 2), true)
  const messageId = facts.messageId ?? `${id}@${parts.hostname()}`
  const added =
    `Received: by ${parts.hostname()} (Mailroom)\r\n\tid ${id}; ${formatDate(receivedAt)}\r\n` +
    (facts.hasDate ? '' : `Date: ${formatDate(receivedAt)}\r\n`) +
    (facts.hasMessageId ? '' : `Message-ID: <${messageId}>\r\n`) +
    (facts.wellFormed ? '' : '\r\n')
  const content = Buffer.concat([Buffer.from(added), text])
  try {
    const body = await storeBody(parts.storage, id, content)
    await parts.queue.receive({
      id,
      envelope: {
        sender: message.sender,
        body: content.some((octet) => octet > 127) ? '8bitmime' : '7bit',
        smtpUtf8: [message.sender, ...message.recipients].some((address) => /[^\x20-\x7e]/.test(address)),
        requireTls: false,
        ret: null,
        envid: null,
      },
      origin: localOrigin('sendmail'),
      recipients,
      receivedAt,
      subject: facts.subject,
      messageId,
      body,
      note: null,
    })
  } catch (error) {
    throw new EngineError('UNAVAILABLE', `The message could not be stored, try again later: ${String(error)}`)
  }
  return id
}

function checkAddresses({ sender, recipients }: SubmittedMessage): void {
  const issues = [
    ...(sender === '' ? [] : issuesOf(['sender'], sender)),
    ...recipients.flatMap((address, index) => issuesOf(['recipients', index], address)),
  ]
  if (issues.length > 0) throw invalid(issues)
}

/** Aliases and groups become their members, each once; who hands mail in on this computer belongs to the office. */
function expandRecipients(asked: readonly string[], config: LocalConfig): NewRecipient[] {
  const recipients = new Map<string, NewRecipient>()
  const issues: FieldIssue[] = []
  for (const [index, address] of asked.entries()) {
    const resolution = resolveRecipient(config, address, true)
    if (resolution.kind !== 'deliver') {
      issues.push({ path: ['recipients', index], message: `${resolution.text}.` })
      continue
    }
    const originalRecipient = resolution.expanded ? `rfc822;${address}` : null
    for (const member of resolution.addresses)
      if (!resolution.expanded || !recipients.has(addressKey(member)))
        recipients.set(addressKey(member), { address: member, notify: null, originalRecipient })
  }
  if (issues.length > 0) throw invalid(issues)
  return [...recipients.values()]
}

/** As strict as the listeners: nothing breaks out of an SMTP command or hides in a list. */
function issuesOf(path: (string | number)[], address: string): FieldIssue[] {
  const problem = address.includes('@') ? addressProblem(address) : 'it has no "@domain"'
  if (problem === null) return []
  return [{ path, message: `"${address}" is no mail address (${problem}): write user@domain.` }]
}

/** Lone CR and lone LF become CRLF, NUL is dropped as from the wire; content that ends without a line end gets one. */
function withCrlf(content: Buffer): Buffer {
  const text = content
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/\r\n|\r|\n/g, '\r\n')
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1')
}

async function storeBody(
  storage: SubmissionParts['storage'],
  id: MessageId,
  content: Buffer,
): Promise<BodyRef> {
  const writer = storage.createBody(id)
  try {
    for (let from = 0; from < content.length; from += CHUNK)
      await writer.write(content.subarray(from, from + CHUNK))
    return await writer.end()
  } catch (error) {
    await writer.abort()
    throw error
  }
}
