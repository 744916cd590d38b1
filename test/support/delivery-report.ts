/** Reads a report as a strict program would: RFC 6522 for its parts, RFC 3464 and RFC 6533 for its fields. */
import PostalMime, { type Email } from 'postal-mime'

export interface DeliveryReport {
  readonly email: Email
  readonly text: string
  /** Names in lower case. */
  readonly message: ReadonlyMap<string, string>
  readonly recipients: readonly ReadonlyMap<string, string>[]
  /** Media type and content of the third part; null where there is none. */
  readonly original: { readonly type: string; readonly content: string } | null
}

/** Throws where the octets are no report that the RFCs allow. */
export async function readDeliveryReport(source: Uint8Array): Promise<DeliveryReport> {
  const raw = Buffer.from(source).toString('latin1')
  const header = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  must(
    /^Content-Type: multipart\/report;.*report-type="?delivery-status/im.test(header),
    'a multipart/report',
  )
  must(/^Auto-Submitted: auto-(replied|generated)/im.test(header), 'Auto-Submitted (RFC 3834)')
  const email = await PostalMime.parse(source, { rfc822Attachments: true, forceRfc822Attachments: true })
  const status = email.attachments.find(({ mimeType }) =>
    /^message\/(global-)?delivery-status$/.test(mimeType),
  )
  must(status, 'a delivery-status part')
  const fields = fieldsOf(raw, status?.mimeType ?? '', textOf(status?.content))
  const [message, ...recipients] = fields
  must(message && recipients.length > 0, 'fields of the message, then a group for each recipient')
  checkMessage(message ?? new Map())
  for (const recipient of recipients) checkRecipient(recipient, status?.mimeType ?? '')
  const original = email.attachments.find((part) => part !== status)
  return {
    email,
    text: email.text ?? '',
    message: message ?? new Map(),
    recipients,
    original: original ? { type: original.mimeType, content: textOf(original.content) } : null,
  }
}

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded']

function checkMessage(fields: ReadonlyMap<string, string>): void {
  must(/^\S+\s*;\s*\S+$/.test(fields.get('reporting-mta') ?? ''), 'Reporting-MTA with a type')
  for (const name of ['arrival-date']) checkDate(fields.get(name), name)
  const known = ['original-envelope-id', 'reporting-mta', 'dsn-gateway', 'received-from-mta', 'arrival-date']
  for (const name of fields.keys())
    must(known.includes(name) || name.startsWith('x-'), `${name} of the message`)
}

function checkRecipient(fields: ReadonlyMap<string, string>, type: string): void {
  must(/^(rfc822|utf-8)\s*;\s*\S+@\S+$/i.test(fields.get('final-recipient') ?? ''), 'Final-Recipient')
  const action = fields.get('action') ?? ''
  must(ACTIONS.includes(action), `an action, and not "${action}"`)
  const status = fields.get('status') ?? ''
  must(/^[245]\.\d{1,3}\.\d{1,3}$/.test(status), `a status, and not "${status}"`)
  const digit = { failed: /[45]/, delayed: /4/ }[action] ?? /2/
  must(digit.test(status[0] ?? ''), `a status that fits ${action}, and not ${status}`)
  for (const name of ['original-recipient', 'remote-mta', 'diagnostic-code']) {
    const value = fields.get(name)
    must(value === undefined || /^[a-z0-9-]+\s*;\s*\S.*$/i.test(value), `${name} with a type`)
  }
  for (const name of ['last-attempt-date', 'will-retry-until']) checkDate(fields.get(name), name)
  must(action === 'delayed' || !fields.has('will-retry-until'), 'Will-Retry-Until only where it is delayed')
  const isAscii = [...fields.values()].every((value) => /^[\x20-\x7e]*$/.test(value))
  must(isAscii || type === 'message/global-delivery-status', 'ASCII in message/delivery-status')
}

function checkDate(value: string | undefined, name: string): void {
  const form = /^(\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:\d\d(:\d\d)? ([+-]\d{4}|GMT)( \(.*\))?$/
  must(value === undefined || form.test(value), `${name} as a date, and not "${value}"`)
}

/** postal-mime turns line ends into bare LF; those of the wire are checked in the octets. */
function fieldsOf(raw: string, type: string, text: string): Map<string, string>[] {
  must(!/[^\r]\n/.test(raw), 'CRLF line ends')
  must(
    raw.split('\r\n').every((line) => line.length <= 998),
    'lines of at most 998 octets',
  )
  must(type !== 'message/delivery-status' || /^[\x20-\x7e\r\n\t]*$/.test(text), 'ASCII fields')
  const groups = text.replaceAll('\r\n', '\n').replace(/\n+$/, '').split(/\n\n/)
  return groups.map((group) => {
    must(group.trim() !== '', 'no empty group')
    const lines = group.replace(/\n[ \t]+/g, ' ').split('\n')
    const fields = new Map<string, string>()
    for (const line of lines) {
      const [, name = '', value = ''] = /^([A-Za-z-]+):\s*(.*)$/.exec(line) ?? []
      must(name !== '', `a field, and not "${line}"`)
      must(!fields.has(name.toLowerCase()), `one ${name} in a group`)
      fields.set(name.toLowerCase(), value.trim())
    }
    return fields
  })
}

function textOf(content: ArrayBuffer | Uint8Array | string | undefined): string {
  return typeof content === 'string' ? content : Buffer.from((content ?? '') as ArrayBuffer).toString('utf8')
}

function must(holds: unknown, what: string): void {
  if (!holds) throw new Error(`a delivery report has ${what}`)
}
