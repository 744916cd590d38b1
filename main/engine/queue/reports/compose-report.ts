/**
 * A bounce or delay notice as a message (RFC 3464, RFC 6522, RFC 3834): words for people, fields for programs, and
 * what is returned of the original. 7-bit, except where the sender's own address is not ASCII (RFC 6533 §6).
 */
import { localOrigin } from '../../../../shared/domain/message.ts'
import MimeNode from 'nodemailer/lib/mime-node'
import PostalMime from 'postal-mime'
import type { NewMessage } from '../../storage/storage.ts'
import { deliveryStatus, needsUtf8Status } from './delivery-status.ts'
import { type OriginalPart, originalPart } from './original-part.ts'
import { formatDate, type ReportedMessage, type ReportedRecipient, type Reporter } from './report-content.ts'
import { type ReportKind, reportSubject, reportText } from './report-text.ts'

export interface ReportInput {
  /** Of the report itself. */
  readonly id: string
  readonly now: number
  readonly kind: ReportKind
  readonly reporter: Reporter
  readonly message: ReportedMessage
  readonly recipients: readonly ReportedRecipient[]
  /** The first octets of the original (RETURN_LIMIT) and its whole size; null where its body is gone. */
  readonly original: { readonly content: Uint8Array; readonly size: number } | null
}

/** Ready for the queue: from the null sender, so that nothing ever answers it (RFC 5321 §4.5.5). */
export async function composeReport(input: ReportInput): Promise<NewMessage> {
  const { id, now, kind, message, recipients, reporter } = input
  const part: OriginalPart = input.original
    ? originalPart(input.original.content, input.original.size, message.ret)
    : { kind: 'nothing' }
  const original = await readHeader(part)
  const subject = reportSubject(kind, original.subject)
  const messageId = `${id}.report@${reporter.hostname}`

  const root = new MimeNode('multipart/report; report-type=delivery-status', {
    textEncoding: 'Q',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  root.setHeader('From', { name: 'Mail Delivery System', address: reporter.postmaster })
  root.setHeader('To', { name: '', address: message.sender })
  root.setHeader('Subject', subject)
  root.setHeader('Date', formatDate(now))
  root.setHeader('Message-ID', `<${messageId}>`)
  root.setHeader('Auto-Submitted', 'auto-replied')
  if (original.messageId !== null) {
    root.setHeader('In-Reply-To', original.messageId)
    root.setHeader('References', original.messageId)
  }
  const text = reportText(kind, reporter, { ...message, subject: original.subject }, recipients)
  root.createChild('text/plain; charset=utf-8').setContent(text.replaceAll('\n', '\r\n'))
  addStatusPart(root, deliveryStatus(reporter, message, recipients), needsUtf8Status(recipients))
  addOriginalPart(root, part)
  return newMessage(input, subject, messageId, await root.build())
}

function addStatusPart(root: MimeNode, status: string, utf8: boolean): void {
  const part = root.createChild(utf8 ? 'message/global-delivery-status' : 'message/delivery-status')
  if (utf8) part.setHeader('Content-Transfer-Encoding', 'base64')
  part.setContent(status)
}

function addOriginalPart(root: MimeNode, part: OriginalPart): void {
  if (part.kind === 'full') root.createChild('message/rfc822').setContent(part.content)
  if (part.kind === 'headers') root.createChild('text/rfc822-headers; charset=utf-8').setContent(part.content)
}

/** Subject and Message-ID of the original: '' and null where it has none, or none that may be repeated. */
async function readHeader(part: OriginalPart): Promise<{ subject: string; messageId: string | null }> {
  if (part.kind === 'nothing') return { subject: '', messageId: null }
  const end = part.content.indexOf('\r\n\r\n')
  const header = end < 0 ? part.content : part.content.slice(0, end + 2)
  const parsed = await PostalMime.parse(`${header}\r\n`).catch(() => null)
  const messageId = parsed?.messageId ?? ''
  return {
    subject: (parsed?.subject ?? '').replace(/\p{Cc}+/gu, ' ').trim(),
    messageId: /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/.test(messageId) ? messageId : null,
  }
}

function newMessage(input: ReportInput, subject: string, messageId: string, content: Buffer): NewMessage {
  const { id, now, kind, message } = input
  const smtpUtf8 = /[^\x20-\x7e]/.test(message.sender)
  return {
    id,
    envelope: { sender: '', body: smtpUtf8 ? '8bitmime' : '7bit', smtpUtf8, requireTls: false, ret: null, envid: null },
    origin: localOrigin('local'),
    // RFC 3461 §5.2.9: nobody is told what becomes of a report.
    recipients: [{ address: message.sender, notify: ['never'], originalRecipient: null }],
    receivedAt: now,
    subject,
    messageId,
    body: { kind: 'inline', size: content.length, content },
    note: `${kind === 'failed' ? 'Bounce' : 'Delay notice'} for message ${message.id}`,
  }
}
