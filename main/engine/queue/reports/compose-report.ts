/**
 * A bounce, delay notice or success report as a message (RFC 3464, RFC 6522, RFC 3834): words for people, fields for programs, and
 * what is returned of the original. 7-bit, except where the sender's own address is not ASCII (RFC 6533 §6).
 */
import MimeNode from 'nodemailer/lib/mime-node'
import PostalMime from 'postal-mime'
import { localOrigin } from '../../../../shared/domain/message.ts'
import type { NewMessage } from '../../storage/storage.ts'
import { deliveryStatus, needsUtf8Status } from './delivery-status.ts'
import { type OriginalPart, originalPart } from './original-part.ts'
import {
  formatDate,
  type ReportedMessage,
  type ReportedRecipient,
  type Reporter,
  type ReportKind,
} from './report-content.ts'
import { reportSubject, reportText } from './report-text.ts'

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
  // RFC 3461 §4.3: RET is about failures; anything else returns no more than the header.
  const returned = { ...message, ret: kind === 'failed' ? message.ret : 'hdrs' } as const
  const part: OriginalPart = input.original
    ? originalPart(input.original.content, input.original.size, returned)
    : { kind: 'nothing' }
  const original = await readHeader(part)
  const subject = reportSubject(kind, original.subject, recipients)
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
  if (utf8) addEncoded(root, 'message/global-delivery-status', status)
  else root.createChild('message/delivery-status').setContent(status)
}

function addOriginalPart(root: MimeNode, part: OriginalPart): void {
  if (part.kind === 'full') root.createChild('message/rfc822').setContent(part.content)
  if (part.kind === 'headers') root.createChild('text/rfc822-headers; charset=utf-8').setContent(part.content)
  if (part.kind === 'global') addEncoded(root, 'message/global', part.content)
  if (part.kind === 'global-headers') addEncoded(root, 'message/global-headers', part.content)
}

/** UTF-8 in a message of 7 bits (RFC 6533 §3, RFC 6532 §3.7). */
function addEncoded(root: MimeNode, type: string, content: string): void {
  const part = root.createChild(type)
  part.setHeader('Content-Transfer-Encoding', 'base64')
  part.setContent(content)
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
    envelope: {
      sender: '',
      body: smtpUtf8 ? '8bitmime' : '7bit',
      smtpUtf8,
      requireTls: false,
      ret: null,
      envid: null,
    },
    origin: localOrigin('local'),
    // RFC 3461 §5.2.9: nobody is told what becomes of a report.
    recipients: [{ address: message.sender, notify: ['never'], originalRecipient: null }],
    receivedAt: now,
    subject,
    messageId,
    body: { kind: 'inline', size: content.length, content },
    note: `${NAMES[kind]} for message ${message.id}`,
  }
}

const NAMES: Record<ReportKind, string> = {
  failed: 'Bounce',
  delayed: 'Delay notice',
  delivered: 'Success report',
}
