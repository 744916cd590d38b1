/**
 * Several messages in one file: mboxrd (RFC 4155, with every ">*From " line quoted once more, so that it can be read
 * back without loss). Lines end with LF, as mbox files do. Texts are octets, one a character ("binary strings").
 */

/** One message as it stands in the file; `receivedAt` in milliseconds since 1970. */
export function mboxEntry(source: string, sender: string, receivedAt: number): string {
  const quoted = source.replaceAll('\r\n', '\n').replace(/^(>*From )/gm, '>$1')
  const end = quoted.endsWith('\n') ? '\n' : '\n\n'
  const envelope = [
    'From',
    sender === '' ? 'MAILER-DAEMON' : sender.replaceAll(/\s/g, '_'),
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

/** A file name from a subject: no signs that a file system or a shell minds. */
export function fileNameOf(subject: string, fallback: string): string {
  const name = subject
    .replace(/[\p{Cc}\p{Cf}"*/:<>?\\|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+/, '')
    .slice(0, 80)
    .trim()
  return name === '' ? fallback : name
}
