/** Other mail servers as clients and as next hops: Postfix and Exim send through Mailroom, and take mail from it. */
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canRunExim, Exim } from '../support/exim.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { canRunPostfix, Postfix } from '../support/postfix.ts'
import { waitFor } from '../support/wait-for.ts'
import { heldMessage } from './relay-under-test.ts'

const exim = await canRunExim()

/** Text that a server on the way could spoil: dots at line starts, long lines, empty lines at the end. */
const TEXT = ['.', '..', '.hidden', 'x'.repeat(900), '', 'Ünïcode', '', ''].join('\r\n')

async function keepingRelay(): Promise<MailroomProcess> {
  return MailroomProcess.start({
    config: {
      hostname: 'relay.office.test',
      console: { port: 0 },
      listeners: [{ name: 'lan', port: 0, trustedNetworks: ['127.0.0.0/8'] }],
      rules: [{ name: 'keep', action: { kind: 'hold' } }],
    },
  })
}

async function relayTo(port: number): Promise<MailroomProcess> {
  return MailroomProcess.start({
    config: {
      hostname: 'relay.office.test',
      console: { port: 0 },
      listeners: [{ name: 'lan', port: 0, trustedNetworks: ['127.0.0.0/8'] }],
      routes: [{ name: 'next', kind: 'smarthost', host: '127.0.0.1', port, tls: 'opportunistic' }],
      rules: [{ name: 'all', action: { kind: 'route', route: 'next' } }],
    },
  })
}

async function send(port: number, to: string, subject: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
  await transport.sendMail({
    envelope: { from: 'scan@office.test', to },
    raw: `From: scan@office.test\r\nTo: ${to}\r\nSubject: ${subject}\r\nDate: Mon, 05 Jan 2026 12:00:00 +0000\r\nMessage-ID: <${subject}@office.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${TEXT}`,
  })
  transport.close()
}

async function conversations(relay: MailroomProcess): Promise<string> {
  const { rows } = await relay.call<{ rows: { id: string }[] }>('POST', '/sessions/search', {})
  const all = await Promise.all(
    rows.map(({ id }) => relay.call<{ lines: { text: string }[] }>('GET', `/sessions/${id}`)),
  )
  return all.flatMap(({ lines }) => lines.map(({ text }) => text)).join('\n')
}

function bodyOf(source: string): string {
  return source.slice(source.indexOf('\r\n\r\n') + 4).trimEnd()
}

describe.skipIf(!exim)('Exim (unpacked by .ci/run, as root)', () => {
  it('sends to Mailroom by BDAT, and the content arrives as it was', async () => {
    const relay = await keepingRelay()
    const sender = await Exim.start({ smarthostPort: relay.port() })
    try {
      await send(sender.port, 'anna@provider.test', 'exim-in')
      const { source } = await heldMessage(relay, 'exim-in')
      expect(bodyOf(source)).toBe(TEXT.trimEnd())
      expect(await conversations(relay)).toMatch(/^BDAT \d+ LAST$/m)
    } finally {
      await sender.stop()
      await relay.stop()
    }
  })

  it('takes mail from Mailroom into its mailbox, and its words are in the history', async () => {
    const next = await Exim.start({ localDomains: ['exim.test'] })
    const relay = await relayTo(next.port)
    try {
      await send(relay.port(), 'anna@exim.test', 'exim-out')
      const [mail] = await waitFor('mail in the mailbox', async () => {
        const found = await next.mailbox()
        return found.length > 0 ? found : null
      })
      expect((mail ?? '').split('\n\n').slice(1).join('\n\n').trimEnd()).toBe(
        TEXT.replaceAll('\r\n', '\n').trimEnd(),
      )
      const row = await waitFor('delivered', async () =>
        (await relay.queue()).find((each) => each.state === 'delivered'),
      )
      expect(JSON.stringify(row)).toMatch(/OK id=/)
    } finally {
      await relay.stop()
      await next.stop()
    }
  })
})

describe.skipIf(!canRunPostfix())('Postfix', () => {
  let relay: MailroomProcess
  let postfix: Postfix
  beforeAll(async () => {
    relay = await keepingRelay()
    postfix = await Postfix.start({ relayhost: `[127.0.0.1]:${relay.port()}` })
  })
  afterAll(async () => {
    await postfix?.stop()
    await relay?.stop()
  })

  it('sends to Mailroom as its relay host, and the content arrives as it was', async () => {
    await send(postfix.port, 'anna@provider.test', 'postfix-in')
    const { source } = await heldMessage(relay, 'postfix-in')
    expect(bodyOf(source)).toBe(TEXT.trimEnd())
    expect(source).toMatch(/^Received: from postfix\.test/m)
  })

  it('passes DSN wishes on, and Mailroom keeps them', async () => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: postfix.port,
      secure: false,
      ignoreTLS: true,
    })
    await transport.sendMail({
      from: 'scan@office.test',
      to: 'tom@provider.test',
      subject: 'postfix-dsn',
      text: 'Hello',
      dsn: { id: 'env-7', return: 'headers', notify: ['success', 'failure'], recipient: 'scan@office.test' },
    })
    transport.close()
    const { id } = await heldMessage(relay, 'postfix-dsn')
    const detail = await relay.call<{
      envelope: { ret: string; envid: string }
      recipients: { notify: string[] }[]
    }>('GET', `/queue/${id}`)
    expect(detail.envelope).toMatchObject({ ret: 'hdrs', envid: 'env-7' })
    expect(detail.recipients[0]?.notify).toEqual(['success', 'failure'])
  })
})
