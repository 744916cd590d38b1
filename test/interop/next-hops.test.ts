import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { canRunPostfix, Postfix } from '../support/postfix.ts'
import { hasSmtpSink, SmtpSink } from '../support/smtp-sink.ts'
import { waitFor } from '../support/wait-for.ts'

function relayTo(port: number, tls: 'never' | 'opportunistic' | 'required-unverified' = 'opportunistic') {
  return MailroomProcess.start({
    config: {
      hostname: 'relay.office.test',
      console: { port: 0 },
      listeners: [{ name: 'lan', port: 0, trustedNetworks: ['127.0.0.0/8'] }],
      routes: [{ name: 'next', kind: 'smarthost', host: '127.0.0.1', port, tls }],
      rules: [{ name: 'all', action: { kind: 'route', route: 'next' } }],
    },
  })
}

async function send(relay: MailroomProcess, mail: { to: string | string[]; subject: string; text?: string }) {
  const transport = createTransport({ host: '127.0.0.1', port: relay.port(), secure: false, ignoreTLS: true })
  await transport.sendMail({ from: 'scan@office.test', text: 'Hello', ...mail })
  transport.close()
}

async function stateOf(relay: MailroomProcess, subject: string): Promise<string | undefined> {
  const { rows } = await relay.call<{ rows: { subject: string; state: string }[] }>(
    'POST',
    '/queue/search',
    {},
  )
  return rows.find((row) => row.subject === subject)?.state
}

describe.skipIf(!canRunPostfix())('Postfix as the next hop', () => {
  let postfix: Postfix
  let relay: MailroomProcess
  beforeAll(async () => {
    postfix = await Postfix.start({
      virtual_mailbox_domains: 'office.test',
      virtual_mailbox_maps: 'inline:{ {front-desk@office.test = front-desk/} {boss@office.test = boss/} }',
      smtpd_reject_unlisted_recipient: 'yes',
      virtual_transport: 'discard',
    })
    relay = await relayTo(postfix.port)
  })
  afterAll(async () => {
    await relay?.stop()
    await postfix?.stop()
  })

  it('takes a message, and its own queue id is in the history', async () => {
    await send(relay, { to: 'front-desk@office.test', subject: 'to postfix' })
    await waitFor('delivered', async () => (await stateOf(relay, 'to postfix')) === 'delivered')
    const { rows } = await relay.call<{
      rows: { id: string; subject: string; lastReply: { text: string } }[]
    }>('POST', '/queue/search', {})
    const reply = rows.find(({ subject }) => subject === 'to postfix')?.lastReply.text ?? ''
    const queueId = /queued as (\w+)/.exec(reply)?.[1] ?? 'no queue id'
    expect(await postfix.log()).toContain(queueId)
  })

  it('refuses one recipient of two: one is delivered, the other bounces to the sender', async () => {
    await send(relay, { to: ['front-desk@office.test', 'nobody@office.test'], subject: 'half' })
    await waitFor('failed', async () => (await stateOf(relay, 'half')) === 'failed')
    const { rows } = await relay.call<{
      rows: { id: string; subject: string; sender: string; recipients: string[] }[]
    }>('POST', '/queue/search', {})
    const id = rows.find(({ subject }) => subject === 'half')?.id ?? ''
    const detail = await relay.call<{
      recipients: { address: string; state: string; lastReply: { code: number } }[]
    }>('GET', `/queue/${id}`)
    expect(Object.fromEntries(detail.recipients.map(({ address, state }) => [address, state]))).toEqual({
      'front-desk@office.test': 'delivered',
      'nobody@office.test': 'bounced',
    })
    const report = rows.find(
      ({ sender, recipients }) => sender === '' && recipients.includes('scan@office.test'),
    )
    expect(report).toBeDefined()
  })
})

describe.skipIf(!hasSmtpSink())('smtp-sink as the next hop', () => {
  it('receives a burst through the relay, each message once', async () => {
    const sink = await SmtpSink.start()
    const relay = await relayTo(sink.port, 'never')
    try {
      const count = 100
      const mails = Array.from({ length: count }, (_, number) => ({
        to: 'a@provider.test',
        subject: `burst ${number}`,
      }))
      await Promise.all(mails.map((mail) => send(relay, mail)))
      await waitFor('all at the sink', () => sink.messages >= count)
      await waitFor('all recorded', async () => {
        const counts = await relay.call<{ delivered: number }>('POST', '/queue/counts', {})
        return counts.delivered === count
      })
      expect(sink.messages).toBe(count)
    } finally {
      await relay.stop()
      await sink.stop()
    }
  })

  it('defers while the next hop answers 4xx, with its words, and delivers on Send now', async () => {
    const refusing = await SmtpSink.start(['-r', 'RCPT'])
    const relay = await relayTo(refusing.port, 'never')
    try {
      await send(relay, { to: 'a@provider.test', subject: 'patience' })
      await waitFor('deferred', async () => (await stateOf(relay, 'patience')) === 'deferred')
      const [row] = await relay.queue()
      expect(JSON.stringify(row)).toMatch(/450/)
      await refusing.stop()
      const sink = await SmtpSink.start([], refusing.port)
      expect((await relay.cli('queue', 'retry', row?.id ?? '')).code).toBe(0)
      await waitFor('delivered', async () => (await stateOf(relay, 'patience')) === 'delivered')
      await sink.stop()
    } finally {
      await relay.stop()
    }
  })
})
