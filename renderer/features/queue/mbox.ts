/**
 * Several messages in one file: mboxrd (RFC 4155, with every ">*From " line quoted once more, so that it can be read
 * back without loss). Lines end with LF, as mbox files do. Texts are octets, one a character ("binary strings").
 */
import { latin1 } from '../../../shared/mime/octets.ts'
import { safeFileName } from '../../../shared/text/safe-file-name.ts'

/** One message as it stands in the file; `receivedAt` in milliseconds since 1970. */
export function mboxEntry(source: string, sender: string, receivedAt: number): string {
  const quoted = source.replaceAll('\r\n', '\n').replace(/^(>*From )/gm, '>$1')
  const end = quoted.endsWith('\n') ? '\n' : '\n\n'
  const envelope = [
    'From',
    sender === '' ? 'MAILER-DAEMON' : octetsOfText(sender.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]/gu, '_')),
    ctime(receivedAt),
  ]
  return `${envelope.join(' ')}\n${quoted}${end}`
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "Sun Nov  1 09:05:00 2026" in UTC, whatever language the viewer has. */
function ctime(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  const day = String(date.getUTCDate()).padStart(2, ' ')
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${clock} ${date.getUTCFullYear()}`
}

/** UTF-8, one character an octet: cut to octets, U+010A would be a line end. */
function octetsOfText(text: string): string {
  return latin1(new TextEncoder().encode(text))
}

/** A file name from a subject, short enough for ".eml" behind it. */
export function fileNameOf(subject: string, fallback: string): string {
  const words = subject
    .slice(0, 1_000)
    .replace(/[\p{Cc}\s"*/:<>?\\|]+/gu, ' ')
    .replace(/^[ .]+/, '')
  return safeFileName(words.slice(0, 80)) || fallback
}
