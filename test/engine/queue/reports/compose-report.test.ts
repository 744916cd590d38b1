import PostalMime, { type Email } from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { composeReport, type ReportInput } from '../../../../main/engine/queue/reports/compose-report.ts'
import type { ReportedRecipient, ReportKind } from '../../../../main/engine/queue/reports/report-content.ts'
import { readDeliveryReport } from '../../../support/delivery-report.ts'

const NOW = Date.UTC(2026, 0, 5, 9)
const ORIGINAL =
  'From: Scanner <scanner@office.test>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <scan7@office.test>\r\n\r\nHello.\r\n'

const REFUSED: ReportedRecipient = {
  address: 'anna@customer.example',
  originalRecipient: 'rfc822;anna@alias.example',
  cause: 'refused',
  reply: { code: 550, enhanced: '5.1.1', text: 'No such user here' },
  host: 'mx1.customer.example [192.0.2.7]',
  lastAttemptAt: NOW,
  retryUntil: null,
}

interface Changes {
  readonly kind?: ReportKind
  readonly smtpUtf8?: boolean
  readonly sender?: string
  readonly ret?: 'full' | 'hdrs' | null
  readonly envid?: string | null
  readonly recipients?: readonly ReportedRecipient[]
  readonly original?: string | null
  readonly size?: number
}

async function report(changes: Changes = {}) {
  const { kind = 'failed', sender = 'scanner@office.test', ret = null, envid = null } = changes
  const original = changes.original === undefined ? ORIGINAL : changes.original
  const content = Buffer.from(original ?? '')
  const input: ReportInput = {
    id: '01ABCDEFGHJ',
    now: NOW,
    kind,
    reporter: { hostname: 'relay.office.test', postmaster: 'postmaster@office.test' },
    message: {
      id: '01ABCDEFGHK',
      sender,
      envid,
      ret,
      smtpUtf8: changes.smtpUtf8 ?? false,
      receivedAt: NOW - 60_000,
    },
    recipients: changes.recipients ?? [REFUSED],
    original: original === null ? null : { content, size: changes.size ?? content.length },
  }
  const message = await composeReport(input)
  if (message.body.kind !== 'inline' || !message.body.content) throw new Error('a report is small')
  const source = Buffer.from(message.body.content).toString('utf8')
  const email = await PostalMime.parse(source, { rfc822Attachments: true })
  return { message, source, email, status: partOf(email, /delivery-status$/), header: headerOf(source) }
}

/** postal-mime answers text parts with bare line feeds. */
function partOf(email: Email, type: RegExp): string {
  const part = email.attachments.find(({ mimeType }) => type.test(mimeType))
  return part ? Buffer.from(part.content as ArrayBuffer).toString('utf8') : ''
}

function headerOf(source: string): string {
  return source.slice(0, source.indexOf('\r\n\r\n')).replace(/\r\n\s+/g, ' ')
}

describe('a bounce', () => {
  it('comes from the null sender, to the sender alone, and asks for no report of itself', async () => {
    const { message } = await report()
    expect(message).toMatchObject({
      envelope: { sender: '', body: '7bit', smtpUtf8: false },
      origin: { kind: 'local', account: null, client: null },
      recipients: [{ address: 'scanner@office.test', notify: ['never'] }],
      subject: 'Not delivered: Grüße',
    })
  })

  it('has the headers by which programs know it', async () => {
    const { email, header } = await report()
    expect(header).toMatch(/^Content-Type: multipart\/report; report-type=delivery-status;/m)
    expect(header).toMatch(/^Auto-Submitted: auto-replied$/m)
    expect(header).toMatch(/^Date: Mon, 05 Jan 2026 09:00:00 \+0000$/m)
    expect(email).toMatchObject({
      from: { name: 'Mail Delivery System', address: 'postmaster@office.test' },
      to: [{ address: 'scanner@office.test' }],
      subject: 'Not delivered: Grüße',
      messageId: '<01ABCDEFGHJ.report@relay.office.test>',
      inReplyTo: '<scan7@office.test>',
    })
  })

  it('tells people what happened, in whose words, and what to do', async () => {
    const { email } = await report()
    expect(email.text).toContain('anna@customer.example')
    expect(email.text).toContain('The next mail server refused it for good.')
    expect(email.text).toContain('550 5.1.1 No such user here')
    expect(email.text).toContain('mx1.customer.example [192.0.2.7]')
    expect(email.text).toContain('Check the address for mistakes')
    expect(email.text).toContain('Subject:   Grüße')
    expect(email.text).toContain('01ABCDEFGHK')
  })

  it('tells programs the same (RFC 3464)', async () => {
    const { source } = await report({ envid: 'QQ 314' })
    expect(source).toContain(
      [
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; relay.office.test',
        'Original-Envelope-Id: QQ 314',
        'Arrival-Date: Mon, 05 Jan 2026 08:59:00 +0000',
        '',
        'Original-Recipient: rfc822; anna@alias.example',
        'Final-Recipient: rfc822; anna@customer.example',
        'Action: failed',
        'Status: 5.1.1',
        'Remote-MTA: dns; mx1.customer.example',
        'Diagnostic-Code: smtp; 550 5.1.1 No such user here',
        'Last-Attempt-Date: Mon, 05 Jan 2026 09:00:00 +0000',
        '',
      ].join('\r\n'),
    )
  })

  it('names several recipients, each with its own cause', async () => {
    const expired: ReportedRecipient = {
      ...REFUSED,
      address: 'bert@customer.example',
      originalRecipient: null,
      cause: 'expired',
      reply: { code: null, enhanced: null, text: 'connect ECONNREFUSED' },
    }
    const rule: ReportedRecipient = { ...expired, address: 'cleo@x.test', cause: 'rule', host: null }
    const { status, email } = await report({ recipients: [REFUSED, expired, rule] })
    expect(status.match(/^Final-Recipient: .*$/gm)).toHaveLength(3)
    expect(status.match(/^Status: .*$/gm)?.map((line) => line.trim())).toEqual([
      'Status: 5.1.1',
      'Status: 4.4.7',
      'Status: 5.0.0',
    ])
    expect(status).toContain('Diagnostic-Code: x-mailroom; connect ECONNREFUSED')
    expect(email.text).toMatch(/now\s+given up/)
    expect(email.text).toContain('A relay rule of this server refuses it.')
  })
})

describe('a delay notice', () => {
  it('says that nothing needs to be done, and until when it is tried', async () => {
    const delayed: ReportedRecipient = {
      ...REFUSED,
      cause: 'delayed',
      reply: { code: 451, enhanced: '4.7.1', text: 'Greylisted' },
      retryUntil: NOW + 5 * 86_400_000,
    }
    const { status, email, message } = await report({ kind: 'delayed', recipients: [delayed] })
    expect(status).toMatch(/^Action: delayed$/m)
    expect(status).toMatch(/^Status: 4\.7\.1$/m)
    expect(status).toMatch(/^Will-Retry-Until: Sat, 10 Jan 2026 09:00:00 \+0000$/m)
    expect(email.text).toMatch(/need\s+not send it again/)
    expect(message.subject).toBe('Delayed: Grüße')
  })
})

describe('what a report returns', () => {
  it.each([
    ['the header', 'hdrs' as const, ORIGINAL],
    ['the header, unless all was asked for', null, ORIGINAL],
    ['the header of what is not 7-bit', 'full' as const, ORIGINAL.replace('Hello', 'Grüße')],
    ['the header of what has bare line feeds', 'full' as const, `${ORIGINAL}a\nb\r\n`],
  ])('is %s', async (_, ret, original) => {
    const { source } = await report({ ret, original })
    expect(source).toContain('Content-Type: text/rfc822-headers')
    expect(source).toContain('Message-ID: <scan7@office.test>')
    expect(source).not.toContain('Hello.')
  })

  it('is all of a small message that asked for it', async () => {
    const { source } = await report({ ret: 'full' })
    expect(source).toContain(`Content-Type: message/rfc822\r\n\r\n${ORIGINAL}`)
  })

  it('is the header of a message that is longer than what was read', async () => {
    const { source } = await report({ ret: 'full', size: 10_000_000 })
    expect(source).toContain('Content-Type: text/rfc822-headers')
  })

  it.each([
    ['the body is gone', null],
    ['there is no header', '\r\nonly text\r\n'],
    ['there is no line', 'no line end'],
  ])('is nothing where %s', async (_, original) => {
    const { source, email, message } = await report({ original })
    expect(source).not.toContain('rfc822-headers')
    expect(email.text).toContain('(none)')
    expect(message.subject).toBe('Not delivered: your message')
  })
})

describe('whatever the peer and the sender wrote', () => {
  const evil: ReportedRecipient = {
    ...REFUSED,
    address: 'a@x.test',
    originalRecipient: 'rfc822;b@x.test\r\nAction: delivered',
    reply: {
      code: 550,
      enhanced: null,
      text: `No\r\n\r\nFinal-Recipient: rfc822; victim@x.test\u2028${'x'.repeat(3000)}`,
    },
    host: 'mx\r\nX-Evil: 1',
  }

  it('adds no field and no group', async () => {
    const { status } = await report({ recipients: [evil], envid: 'e\r\nReporting-MTA: dns; evil' })
    expect(status.match(/^(Final-Recipient|Action|Reporting-MTA|X-Evil)/gm)).toEqual([
      'Reporting-MTA',
      'Final-Recipient',
      'Action',
    ])
    expect(status.trim().split('\n\n')).toHaveLength(2)
  })

  it('adds no header', async () => {
    const original =
      'Subject: =?utf-8?q?x=0D=0ABcc:_victim@x.test?=\r\nMessage-ID: <a b\r\n X-Evil: 1>\r\n\r\n'
    const { header } = await report({ recipients: [evil], original, sender: 'x@y.test>\r\nX-Evil: 1' })
    expect(header).not.toMatch(/^(Bcc|X-Evil)/im)
  })

  it.each([
    '"evil, boss <boss@x.test>"@far.test',
    '"a\\"b;c:"@far.test',
    '"=?utf-8?q?x=0D=0ABcc:_b?="@far.test',
  ])('goes to nobody but the sender %s', async (sender) => {
    const { message, source, header, email } = await report({ sender })
    expect(message.recipients.map(({ address }) => address)).toEqual([sender])
    expect(header.match(/^To: /gm)).toHaveLength(1)
    expect(header).not.toMatch(/^Bcc/im)
    expect(email.to).toHaveLength(1)
    expect(email.to?.[0]?.address).toMatch(/@far\.test$/)
    expect(source).not.toMatch(/[^\r]\n/)
  })

  it('steers no terminal and stays in short lines with 100 kB of marks', async () => {
    const text = `\u0000\u001b[2J\u202e<script>{0}${'=\u200b"'.repeat(30_000)}`
    const reply = { code: 550, enhanced: null, text }
    const original = `Subject: ${'<b>\u202e\u001b'.repeat(10_000)}\r\n\r\nx\r\n`
    const { source } = await report({ recipients: [{ ...evil, reply }], original, ret: 'hdrs' })
    const own = source.slice(0, source.indexOf('text/rfc822-headers'))
    expect(own).not.toMatch(/[^\x20-\x7e\r\n\t]/)
    expect(Math.max(...own.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
  })

  it('stays 7-bit, in lines that every server takes', async () => {
    const utf8: ReportedRecipient = {
      ...evil,
      reply: { code: 550, enhanced: null, text: 'Unbekannter Empfänger' },
    }
    const { source, status } = await report({
      recipients: [evil, utf8],
      original: `X: ä${'y'.repeat(2000)}\r\n\r\n`,
    })
    expect(source).toMatch(/^[\r\n\x20-\x7e]*$/)
    expect(Math.max(...source.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
    expect(status).toContain('Unbekannter Empf?nger')
  })
})

describe('every kind of report', () => {
  const causes: readonly (readonly [ReportKind, ReportedRecipient])[] = [
    ['failed', REFUSED],
    [
      'failed',
      { ...REFUSED, cause: 'expired', host: null, reply: { code: null, enhanced: null, text: 'x' } },
    ],
    ['failed', { ...REFUSED, cause: 'operator', lastAttemptAt: null }],
    ['delayed', { ...REFUSED, cause: 'delayed', retryUntil: NOW, lastAttemptAt: null }],
    [
      'delivered',
      { ...REFUSED, cause: 'delivered', reply: { code: null, enhanced: '2.0.0', text: 'Stored' } },
    ],
    ['delivered', { ...REFUSED, cause: 'relayed', reply: { code: 250, enhanced: null, text: 'OK' } }],
    [
      'delivered',
      { ...REFUSED, cause: 'expanded', host: null, reply: { code: null, enhanced: null, text: 'x' } },
    ],
    ['failed', { ...REFUSED, address: 'jörg@büro.example', originalRecipient: null }],
  ]
  it.each(causes)('is read by a strict program: %s %j', async (kind, recipient) => {
    const { source } = await report({ kind, recipients: [recipient], envid: 'QQ+314=x' })
    const read = await readDeliveryReport(Buffer.from(source))
    expect(read.recipients).toHaveLength(1)
    expect(read.message.get('original-envelope-id')).toBe('QQ+314=x')
    expect(read.text).toMatch(/^[\x20-\x7e\n]*$|Grüße|jörg/)
  })

  it('is plain ASCII where the message is, and its lines are short', async () => {
    const { email, source } = await report({ original: ORIGINAL.replace(/Subject:.*/, 'Subject: Scan') })
    expect(source).toMatch(/^[\r\n\x20-\x7e]*$/)
    expect(email.text).not.toContain('’')
    expect(email.text?.split('\n').every((line) => line.length <= 78 || line.includes('The answer'))).toBe(
      true,
    )
  })

  it('says what the reply means, and sends the sender to the postmaster where only he can mend it', async () => {
    const reply = { code: 550, enhanced: '5.7.26', text: 'DMARC check failed' }
    const { email } = await report({ recipients: [{ ...REFUSED, reply }] })
    const text = email.text?.replace(/\s+/g, ' ')
    expect(text).toContain('What it means: The sender')
    expect(text).toContain('What to do: Tell the postmaster of this server')
  })
})

describe('a report of a delivery to a mailbox here', () => {
  it('tells the sender nothing of the folders of this computer', async () => {
    const reply = { code: null, enhanced: '2.0.0', text: 'Stored in /srv/mail/office.test/ann as 1.M2' }
    const { email, source } = await report({
      kind: 'delivered',
      recipients: [{ ...REFUSED, cause: 'delivered', host: null, reply }],
    })
    expect(email.text).toContain('It is in the mailbox.')
    expect(source).not.toContain('/srv/mail')
    expect(source).toContain('Status: 2.0.0')
  })
})

describe('a message with SMTPUTF8', () => {
  const original = ORIGINAL.replace(/Subject:.*/, 'Subject: Grüße')

  it('is returned as message/global, or its header as message/global-headers (RFC 6533)', async () => {
    const full = await report({ smtpUtf8: true, ret: 'full', original })
    const read = await readDeliveryReport(Buffer.from(full.source))
    expect(read.original?.type).toBe('message/global')
    const header = await readDeliveryReport(Buffer.from((await report({ smtpUtf8: true, original })).source))
    expect(header.original?.type).toBe('message/global-headers')
    expect(header.original?.content).toContain('Subject: Grüße')
    expect(full.source).toMatch(/^[\r\n\x20-\x7e]*$/)
  })

  it('is returned as any other where it is ASCII', async () => {
    expect((await report({ smtpUtf8: true, ret: 'full' })).source).toContain('Content-Type: message/rfc822')
  })
})

describe('addresses beyond ASCII', () => {
  it('are told in the UTF-8 form of the status part (RFC 6533), encoded', async () => {
    const utf8: ReportedRecipient = { ...REFUSED, address: 'jörg@büro.example', originalRecipient: null }
    const { source, status, message } = await report({ recipients: [utf8] })
    expect(source).toContain('Content-Type: message/global-delivery-status')
    expect(status).toContain('Final-Recipient: utf-8; jörg@büro.example')
    expect(source).toMatch(/^[\r\n\x20-\x7e]*$/)
    expect(message.envelope).toMatchObject({ body: '7bit', smtpUtf8: false })
  })

  it('of the sender make the report an SMTPUTF8 message', async () => {
    const { message } = await report({ sender: 'jörg@office.test' })
    expect(message.envelope).toMatchObject({ body: '8bitmime', smtpUtf8: true })
    expect(message.recipients).toMatchObject([{ address: 'jörg@office.test' }])
  })
})
