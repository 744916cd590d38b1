/**
 * What Mailroom changes for a next hop, and what it passes on, with Postfix between it and a host that writes down what
 * comes: client → Mailroom → Postfix → peer.
 */
import PostalMime from 'postal-mime'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { canRunPostfix, Postfix } from '../support/postfix.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { waitFor } from '../support/wait-for.ts'

/** What a text transport would spoil: NUL, lone CR and LF, a lone dot. */
const OCTETS = Buffer.from('a\nb\rc\0d\r\n.\r\n\xff', 'latin1')
const BINARY = Buffer.concat([
  Buffer.from(
    'From: a@office.test\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/x-thing\r\nContent-Disposition: attachment; filename=x\r\nContent-Transfer-Encoding: binary\r\n\r\n',
  ),
  OCTETS,
])
const EIGHT_BIT = Buffer.from(
  'From: a@office.test\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n',
)

describe.skipIf(!canRunPostfix())('Postfix as the next hop', () => {
  it('gets binary mail as base64, for it knows CHUNKING and not BINARYMIME', async () => {
    const site = await Site.start()
    await site.send({ mail: 'BODY=BINARYMIME', content: BINARY })
    const message = await site.arrived()
    const { attachments } = await PostalMime.parse(message.raw, { attachmentEncoding: 'arraybuffer' })
    expect(Buffer.from(attachments[0]?.content as ArrayBuffer).equals(OCTETS)).toBe(true)
    expect(await site.transcripts()).toContain('takes 8bit content only')
  })

  it('gets 8-bit mail as it is', async () => {
    const site = await Site.start()
    await site.send({ mail: 'BODY=8BITMIME', content: EIGHT_BIT })
    expect((await site.arrived()).content).toContain('\r\n\r\nGrüße\r\n')
    expect(await site.transcripts()).toMatch(/MAIL FROM:<a@office\.test> SIZE=\d+ BODY=8BITMIME/)
  })

  it('gets 8-bit mail as quoted-printable where it does not announce 8BITMIME', async () => {
    const site = await Site.start({ smtpd_discard_ehlo_keywords: '8bitmime' })
    await site.send({ mail: 'BODY=8BITMIME', content: EIGHT_BIT })
    const { content } = await site.arrived()
    expect(content).toContain('Content-Transfer-Encoding: quoted-printable\r\n')
    expect(content).toContain('\r\n\r\nGr=C3=BC=C3=9Fe\r\n')
  })

  it('gets the wishes for reports, and passes them on', async () => {
    const site = await Site.start()
    await site.send({ mail: 'RET=HDRS ENVID=env-7', rcpt: 'NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b@office.test' })
    const message = await site.arrived()
    expect(message.mail).toContain('ENVID=env-7 RET=HDRS')
    expect(message.rcpts[0]).toContain('NOTIFY=SUCCESS,DELAY')
    expect(message.rcpts[0]).toContain('ORCPT=rfc822;b@office.test')
  })

  it('gets international addresses, and nothing of them where it does not announce SMTPUTF8', async () => {
    const site = await Site.start()
    await site.send({ to: 'grüße@far.test', mail: 'SMTPUTF8' })
    expect((await site.arrived()).rcpts[0]).toContain('<grüße@far.test>')
    const without = await Site.start({ smtpd_discard_ehlo_keywords: 'smtputf8' })
    await without.send({ to: 'grüße@far.test', mail: 'SMTPUTF8' })
    expect(await without.bounced()).toMatchObject({ enhanced: '5.6.7' })
  })

  it('gets nothing that demands TLS on the way, because it has none', async () => {
    const site = await Site.start()
    await site.send({ mail: 'REQUIRETLS', tls: true })
    expect(await site.bounced()).toMatchObject({ code: 550, enhanced: '5.7.10' })
    expect(site.peer.messages).toEqual([])
  })
})

interface Sending {
  readonly to?: string
  /** Parameters. */
  readonly mail?: string
  readonly rcpt?: string
  readonly content?: Buffer
  readonly tls?: boolean
}

class Site {
  readonly relay: MailroomProcess
  readonly peer: ScriptedSmtpPeer

  private constructor(relay: MailroomProcess, peer: ScriptedSmtpPeer) {
    this.relay = relay
    this.peer = peer
  }

  /** `settings` are lines of Postfix's main.cf. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Site> {
    const extensions = ['8BITMIME', 'DSN', 'SMTPUTF8', 'PIPELINING']
    const peer = await ScriptedSmtpPeer.start({ extensions })
    const postfix = await Postfix.start({
      relayhost: `[127.0.0.1]:${peer.port}`,
      smtputf8_enable: 'yes',
      ...settings,
    })
    onTestFinished(() => postfix.stop())
    const relay = await MailroomProcess.start({
      config: {
        hostname: 'relay.office.test',
        console: { port: 0 },
        listeners: [{ name: 'lan', port: 0, tls: 'starttls', trustedNetworks: ['127.0.0.0/8'] }],
        routes: [
          { name: 'next', kind: 'smarthost', host: '127.0.0.1', port: postfix.port, tls: 'opportunistic' },
        ],
        rules: [
          { name: 'reports', match: { senders: ['<>'] }, action: { kind: 'hold' } },
          { name: 'all', action: { kind: 'route', route: 'next' } },
        ],
      },
    })
    onTestFinished(() => relay.stop())
    return new Site(relay, peer)
  }

  /** By BDAT, so that every octet arrives. */
  async send({
    to = 'b@far.test',
    mail = '',
    rcpt = '',
    content = EIGHT_BIT,
    tls = false,
  }: Sending): Promise<void> {
    const client = await SmtpClient.connect({ port: this.relay.port() })
    await client.reply()
    await client.expect('EHLO client.office.test', '250')
    if (tls) {
      await client.expect('STARTTLS', '220')
      await client.upgrade()
      await client.expect('EHLO client.office.test', '250')
    }
    await client.expect(`MAIL FROM:<a@office.test> ${mail}`.trim(), '250')
    await client.expect(`RCPT TO:<${to}> ${rcpt}`.trim(), '250')
    client.write(`BDAT ${content.length} LAST\r\n`)
    client.write(content)
    expect((await client.reply()).code).toBe(250)
    await client.expect('QUIT', '221')
  }

  arrived() {
    return waitFor('the message at the last hop', () => this.peer.messages[0])
  }

  async bounced() {
    const row = await waitFor('the bounce', async () =>
      (await this.relay.queue()).find(({ state }) => state === 'failed'),
    )
    const { recipients } = await this.relay.call<{ recipients: { lastReply: object }[] }>(
      'GET',
      `/queue/${row.id}`,
    )
    return recipients[0]?.lastReply
  }

  async transcripts(): Promise<string> {
    const { rows } = await this.relay.call<{ rows: { id: string }[] }>('POST', '/sessions/search', {})
    const all = await Promise.all(
      rows.map(({ id }) => this.relay.call<{ lines: { text: string }[] }>('GET', `/sessions/${id}`)),
    )
    return all.flatMap(({ lines }) => lines.map(({ text }) => text)).join('\n')
  }
}
