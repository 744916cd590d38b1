/**
 * Takes in a message that a program of this computer hands over: lines end with CRLF, a Received field says so, Date and
 * Message-ID are added where they are missing (RFC 6409 §8). Limits of listeners do not apply.
 */
import { localOrigin } from '../../shared/domain/message.ts'
import type { FieldIssue } from '../../shared/contract/errors.ts'
import type { MessageId } from '../../shared/domain/id.ts'
import { EngineError, invalid } from './engine-error.ts'
import { readHeader } from './inbound/message-header.ts'
import { addressProblem } from './inbound/parse-path.ts'
import { formatDate } from './inbound/trace-header.ts'
import type { Clock } from './ports.ts'
import type { QueueService } from './queue/queue-service.ts'
import type { SubmittedMessage } from './running-engine.ts'
import type { BodyRef } from './storage/body-store.ts'
import type { QueueStorage } from './storage/storage.ts'

export interface SubmissionParts {
  readonly clock: Clock
  readonly storage: Pick<QueueStorage, 'createBody'>
  readonly queue: Pick<QueueService, 'receive'>
  readonly newId: () => MessageId
  readonly hostname: () => string
}

/** Octets in one write to the body: the store says when more may follow. */
const CHUNK = 64 * 1024

/** Throws EngineError INVALID for an address that no envelope can hold, UNAVAILABLE where it cannot be stored now. */
export async function submitMessage(message: SubmittedMessage, parts: SubmissionParts): Promise<MessageId> {
  checkAddresses(message)
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
      recipients: message.recipients.map((address) => ({ address, notify: null, originalRecipient: null })),
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

/** As strict as the listeners: nothing breaks out of an SMTP command or hides in a list. */
function issuesOf(path: (string | number)[], address: string): FieldIssue[] {
  const problem = address.includes('@') ? addressProblem(address) : 'it has no "@domain"'
  if (problem === null) return []
  return [{ path, message: `"${address}" is no mail address (${problem}): write user@domain.` }]
}

/** Lone CR and lone LF become CRLF; content that ends without a line end gets one. */
function withCrlf(content: Buffer): Buffer {
  const text = content.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n')
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
