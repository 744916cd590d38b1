/** DSN round trips: who reports what to a sender that asks for it, with real next hops (RFC 3461). */
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeliveryReport, readDeliveryReport } from '../support/delivery-report.ts'
import { freePort } from '../support/free-port.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { canRunPostfix, Postfix } from '../support/postfix.ts'
import { hasSmtpSink, SmtpSink } from '../support/smtp-sink.ts'
import { waitFor } from '../support/wait-for.ts'

const SENDER = 'scan@sender.test'

/** Mail for the sender that comes in by SMTP is kept; all else, our own reports too, goes to the next hop. */
function relayTo(nextHop: number, port: number, ownReports: 'kept' | 'sent'): Promise<MailroomProcess> {
  return MailroomProcess.start({
    config: {
      hostname: 'relay.office.test',
      console: { port: 0 },
      listeners: [{ name: 'lan', port, trustedNetworks: ['127.0.0.0/8'] }],
      routes: [
        { name: 'next', kind: 'smarthost', host: '127.0.0.1', port: nextHop, tls: 'never' },
        { name: 'reports', kind: 'capture' },
      ],
      rules: [
        {
          name: 'reports',
          match: { recipientDomains: ['sender.test'], ...(ownReports === 'sent' && { listeners: ['lan'] }) },
          action: { kind: 'route', route: 'reports' },
        },
        { name: 'all', action: { kind: 'route', route: 'next' } },
      ],
    },
  })
}

interface Sent {
  readonly to: string | string[]
  readonly envid: string
  readonly notify: ('success' | 'failure' | 'delay')[]
  readonly ret?: 'full' | 'headers'
}

async function send(relay: MailroomProcess, { to, envid, notify, ret = 'headers' }: Sent): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: relay.port(), secure: false, ignoreTLS: true })
  const recipient = 'rfc822;Asked+For=Me@office.test'
  const dsn = { id: envid, return: ret, notify, recipient }
  await transport.sendMail({ from: SENDER, to, subject: envid, text: 'Hello', dsn })
  transport.close()
}

/** The report about a message: captured by the relay, found by its envelope id. */
function reportAbout(relay: MailroomProcess, envid: string): Promise<DeliveryReport> {
  return waitFor(`a report about ${envid}`, async () => {
    const { rows } = await relay.call<{ rows: { id: string; sender: string; state: string }[] }>(
      'POST',
      '/queue/search',
      { filter: { recipient: SENDER, states: ['delivered'] } },
    )
    for (const { id, sender } of rows) {
      const detail = await relay.call<{ hasBody: boolean }>('GET', `/queue/${id}`)
      if (sender !== '' || !detail.hasBody) continue
      const { base64 } = await relay.call<{ base64: string }>('GET', `/queue/${id}/source`)
      const report = await readDeliveryReport(Buffer.from(base64, 'base64'))
      if (report.message.get('original-envelope-id') === envid) return report
    }
    return null
  })
}

describe.skipIf(!canRunPostfix())('with Postfix, which knows DSN', () => {
  let postfix: Postfix
  let relay: MailroomProcess
  beforeAll(async () => {
    const port = await freePort()
    postfix = await Postfix.start({
      virtual_mailbox_domains: 'office.test',
      virtual_mailbox_maps: 'inline:{ {front-desk@office.test = front-desk/} }',
      smtpd_reject_unlisted_recipient: 'yes',
      virtual_transport: 'discard',
      transport_maps: `inline:{ {sender.test = smtp:[127.0.0.1]:${port}} }`,
    })
    relay = await relayTo(postfix.port, port, 'sent')
  })
  afterAll(async () => {
    await relay?.stop()
    await postfix?.stop()
  })

  it('the report of success is Postfix’s, and names what the sender gave', async () => {
    await send(relay, { to: 'front-desk@office.test', envid: 'QQ+314=x', notify: ['success'] })
    const { message, recipients } = await reportAbout(relay, 'QQ+314=x')
    expect(message.get('reporting-mta')).toBe('dns; postfix.test')
    expect(recipients[0]?.get('original-recipient')).toMatch(/^rfc822;\s*Asked\+For=Me@office\.test$/)
    expect(recipients[0]?.get('action')).toBe('delivered')
  })

  it('a refusal is Mailroom’s to report, and passes through Postfix whole', async () => {
    await send(relay, { to: 'nobody@office.test', envid: 'refused-1', notify: ['failure'], ret: 'full' })
    const { message, recipients, text, original, email } = await reportAbout(relay, 'refused-1')
    expect(message.get('reporting-mta')).toBe('dns; relay.office.test')
    expect(recipients[0]?.get('original-recipient')).toBe('rfc822; Asked+For=Me@office.test')
    expect(recipients[0]?.get('action')).toBe('failed')
    expect(recipients[0]?.get('status')).toBe('5.1.1')
    expect(text).toContain("The recipient's address does not exist there.")
    expect(original?.type).toBe('message/rfc822')
    expect(original?.content).toContain('Hello')
    expect(email.headers.some(({ key, value }) => key === 'received' && value.includes('postfix.test'))).toBe(
      true,
    )
  })
})

describe.skipIf(!hasSmtpSink())('with a next hop that knows no DSN', () => {
  let sink: SmtpSink
  let relay: MailroomProcess
  beforeAll(async () => {
    // -N: smtp-sink would announce DSN.
    sink = await SmtpSink.start(['-N'])
    relay = await relayTo(sink.port, 0, 'kept')
  })
  afterAll(async () => {
    await relay?.stop()
    await sink?.stop()
  })

  it('Mailroom reports that it passed the mail on: one report for all recipients', async () => {
    await send(relay, { to: ['a@far.test', 'b@far.test'], envid: 'relayed-1', notify: ['success'] })
    const { message, recipients, text } = await reportAbout(relay, 'relayed-1')
    expect(message.get('reporting-mta')).toBe('dns; relay.office.test')
    expect(recipients.map((fields) => [fields.get('final-recipient'), fields.get('action')])).toEqual([
      ['rfc822; a@far.test', 'relayed'],
      ['rfc822; b@far.test', 'relayed'],
    ])
    expect(text).toContain('The next mail server took it.')
  })
})
