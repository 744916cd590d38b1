/** The part of a report that programs read: message/delivery-status (RFC 3464), also in UTF-8 (RFC 6533). Pure. */
import { formatReply } from '../../../../shared/domain/reply.ts'
import {
  formatDate,
  isOwnSuccess,
  type ReportCause,
  type ReportedMessage,
  type ReportedRecipient,
  type Reporter,
  reportKindOf,
} from './report-content.ts'

/** Addresses beyond ASCII need the UTF-8 form of the part, message/global-delivery-status. */
export function needsUtf8Status(recipients: readonly ReportedRecipient[]): boolean {
  return recipients.some(({ address, originalRecipient }) =>
    isBeyondAscii(`${address}${originalRecipient ?? ''}`),
  )
}

/** The fields of the message, a blank line, then a group for each recipient. CRLF line ends. */
export function deliveryStatus(
  reporter: Reporter,
  message: ReportedMessage,
  recipients: readonly ReportedRecipient[],
): string {
  const clean = needsUtf8Status(recipients) ? cleanUtf8 : cleanAscii
  const groups = [messageFields(reporter, message), ...recipients.map(recipientFields)]
  return groups.map((fields) => fields.map((one) => foldField(clean, one)).join('')).join('\r\n')
}

type Field = readonly [name: string, value: string]

function messageFields({ hostname }: Reporter, { envid, receivedAt }: ReportedMessage): Field[] {
  return [
    ['Reporting-MTA', `dns; ${hostname}`],
    ...(envid === null ? [] : [['Original-Envelope-Id', envid] as const]),
    ['Arrival-Date', formatDate(receivedAt)],
  ]
}

function recipientFields(recipient: ReportedRecipient): Field[] {
  const { address, originalRecipient, cause, host, lastAttemptAt, retryUntil } = recipient
  return [
    ...(originalRecipient === null ? [] : [['Original-Recipient', spaced(originalRecipient)] as const]),
    ['Final-Recipient', `${isBeyondAscii(address) ? 'utf-8' : 'rfc822'}; ${address}`],
    ['Action', actionOf(cause)],
    ['Status', statusOf(recipient)],
    ...(host === null ? [] : [['Remote-MTA', `dns; ${host.split(/\s/)[0]}`] as const]),
    ...(isOwnSuccess(recipient) ? [] : [['Diagnostic-Code', diagnosticOf(recipient)] as const]),
    ...(lastAttemptAt === null ? [] : [['Last-Attempt-Date', formatDate(lastAttemptAt)] as const]),
    ...(retryUntil === null ? [] : [['Will-Retry-Until', formatDate(retryUntil)] as const]),
  ]
}

/** RFC 3464 §2.3.3. */
function actionOf(cause: ReportCause): string {
  const kind = reportKindOf(cause)
  return kind === 'delivered' ? cause : kind
}

/**
 * The enhanced code of the reply where it fits the action; a persistent transient failure (4.x.x) may fail for good
 * when its time is over (RFC 3463 §2, "4.4.7 delivery time expired").
 */
export function statusOf({ cause, reply }: ReportedRecipient): string {
  const wanted =
    reportKindOf(cause) === 'delivered' ? '2' : cause === 'delayed' || cause === 'expired' ? '4' : '5'
  if (reply.enhanced?.startsWith(`${wanted}.`)) return reply.enhanced
  if (cause === 'expired') return '4.4.7'
  return `${wanted}.0.0`
}

/** smtp for what a server answered; x-mailroom for what Mailroom says itself (RFC 3464 §2.3.6). */
function diagnosticOf({ host, reply }: ReportedRecipient): string {
  return `${host !== null && reply.code !== null ? 'smtp' : 'x-mailroom'}; ${formatReply(reply)}`
}

function spaced(originalRecipient: string): string {
  const [type, ...rest] = originalRecipient.split(';')
  return `${type}; ${rest.join(';')}`
}

const LINE_LENGTH = 76

/** One field, folded where it has spaces (RFC 5322 §2.2.3). Values are cleaned first: they end neither line nor group. */
function foldField(clean: (text: string) => string, [name, value]: Field): string {
  const lines: string[] = []
  let line = `${name}:`
  for (const word of clean(value).split(' ')) {
    if (word === '') continue
    if (line.length + 1 + word.length > LINE_LENGTH && line.trim() !== '') {
      lines.push(line)
      line = ''
    }
    line += ` ${word}`
  }
  return `${[...lines, line].join('\r\n')}\r\n`
}

/** RFC 5322 §2.1.1 bounds a line at 998; a word that is longer has no place to fold. */
const LONGEST_WORD = 900

function cleanUtf8(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .split(' ')
    .map((word) => (word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word))
    .join(' ')
}

function cleanAscii(text: string): string {
  return cleanUtf8(text).replace(/[^\x20-\x7e]/gu, '?')
}

function isBeyondAscii(text: string): boolean {
  return /\P{ASCII}/u.test(text)
}
