import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import { compose, dkimSite } from '../../support/dkim-site.ts'
import { FakeDns } from '../../support/fake-dns.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { type Arrived, createTakingServer } from '../../support/taking-server.ts'
import { TEST_LISTENER, TemporaryEngine } from '../../support/temporary-engine.ts'
import { waitFor } from '../../support/wait-for.ts'

const site = await dkimSite('sender.test', 'rsa')
const dns = new FakeDns({
  'sender.test': { txt: ['v=spf1 ip4:127.0.0.1 -all'] },
  'evil.test': { txt: ['v=spf1 ip4:192.0.2.1 -all'] },
  '_dmarc.sender.test': { txt: ['v=DMARC1; p=reject'] },
  '_dmarc.evil.test': { txt: ['v=DMARC1; p=reject'] },
  ...Object.fromEntries(Object.entries(site.records).map(([name, value]) => [name, { txt: [value] }])),
})
const HELLO = 'From: ann@sender.test\r\nSubject: Hello\r\n\r\nHello\r\n'

let arrived: Arrived[]
beforeEach(() => {
  arrived = []
  dns.queries.length = 0
})

async function start(config: ConfigInput = {}): Promise<TemporaryEngine> {
  const server = createTakingServer((mail) => arrived.push(mail))
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as AddressInfo
  return TemporaryEngine.start({
    dns,
    config: {
      listeners: [
        { ...TEST_LISTENER, name: 'outside', trustedNetworks: [] },
        { ...TEST_LISTENER, name: 'inside' },
      ],
      localDomains: ['office.test'],
      routes: [{ name: 'next', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }],
      ...config,
      rules: [...(config.rules ?? []), { name: 'rest', action: { kind: 'route', route: 'next' } }],
    },
  })
}

interface Mail {
  readonly listener?: string
  readonly sender?: string
  readonly recipients?: readonly string[]
}

/** Says the whole session; answers the reply to the message. */
async function send(engine: TemporaryEngine, content: string, mail: Mail = {}): Promise<string> {
  const { listener = 'outside', sender = 'ann@sender.test', recipients = ['desk@office.test'] } = mail
  const client = await SmtpClient.connect({ port: await engine.port(listener) })
  await client.reply()
  await client.expect('EHLO mx.sender.test', '250')
  await client.expect(`MAIL FROM:<${sender}>`, '250')
  for (const recipient of recipients) await client.expect(`RCPT TO:<${recipient}>`, '250')
  await client.expect('DATA', '354')
  client.write(content)
  const { raw } = await client.send('.')
  await client.expect('QUIT', '221')
  return raw
}

const delivered = () => waitFor('a delivery', () => arrived[0])

describe('mail from outside', () => {
  it('is checked before it is accepted; what was found stands on top, and what was forged is gone', async () => {
    const engine = await start()
    const forged = 'Authentication-Results: relay.office.test; dmarc=pass\r\n'
    const { content } = await compose(HELLO, {
      changes: [{ kind: 'dkim' }],
      signingKeys: async () => site.keys,
    })
    expect(await send(engine, forged + content.toString())).toMatch(/^250 2\.0\.0/)
    const mail = (await delivered()).content
    expect(mail).toMatch(/^Authentication-Results: relay\.office\.test; spf=pass/)
    expect(mail.match(/^Authentication-Results/gm)).toHaveLength(1)
    const id = await engine.waitForState('delivered')
    const { origin } = await engine.client.queue.get({ id })
    expect(origin.authentication).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'pass' })
  })

  it('is refused on the wire where a rule says so of its checks', async () => {
    const engine = await start({
      rules: [
        {
          name: 'forged',
          match: { dmarc: ['fail'], authenticated: false },
          action: { kind: 'reject', enhanced: '5.7.26', text: 'The sender is not who it claims to be' },
        },
      ],
    })
    expect(
      await send(engine, HELLO.replaceAll('sender.test', 'evil.test'), { sender: 'ann@evil.test' }),
    ).toBe('550 5.7.26 The sender is not who it claims to be')
    expect((await engine.client.queue.list({})).rows).toEqual([])
    expect(await send(engine, HELLO)).toMatch(/^250/)
  })

  it('is refused by what stands in it, from whomever it comes, but not where one recipient may have it', async () => {
    const engine = await start({
      rules: [
        {
          name: 'programs',
          match: { hasAttachment: true, recipients: ['desk@office.test'] },
          action: { kind: 'reject', code: 552, text: 'No files here' },
        },
        {
          name: 'junk',
          match: { subject: ['*casino*'] },
          action: { kind: 'reject', code: 450, text: 'Later' },
        },
      ],
    })
    const file = `Content-Type: multipart/mixed; boundary=b\r\n${HELLO.replace('\r\n\r\n', '\r\n\r\n--b\r\n\r\n')}--b\r\nContent-Type: application/zip\r\n\r\nUEsD\r\n--b--\r\n`
    expect(await send(engine, file)).toBe('552 5.7.1 No files here')
    expect(await send(engine, file, { listener: 'inside' })).toBe('552 5.7.1 No files here')
    expect(await send(engine, HELLO.replace('Hello', 'CASINO night'))).toBe('450 4.7.1 Later')
    expect(await send(engine, file, { recipients: ['desk@office.test', 'boss@office.test'] })).toMatch(/^250/)
  })

  it('is refused in the same way where it comes in chunks, and the session goes on', async () => {
    const engine = await start({
      rules: [{ name: 'forged', match: { dmarc: ['fail'] }, action: { kind: 'reject', text: 'Forged' } }],
    })
    const client = await SmtpClient.connect({ port: await engine.port('outside') })
    await client.reply()
    await client.expect('EHLO mx.sender.test', '250')
    for (const [domain, reply] of [
      ['evil.test', '550 5.7.1 Forged'],
      ['sender.test', '250 2.0.0'],
    ] as const) {
      const content = HELLO.replaceAll('sender.test', domain)
      await client.expect(`MAIL FROM:<ann@${domain}>`, '250')
      await client.expect('RCPT TO:<desk@office.test>', '250')
      client.write(`BDAT 9\r\n${content.slice(0, 9)}`)
      expect((await client.reply()).code).toBe(250)
      client.write(`BDAT ${content.length - 9} LAST\r\n${content.slice(9)}`)
      expect((await client.reply()).raw).toContain(reply)
    }
    expect((await delivered()).sender).toBe('ann@sender.test')
  })

  it('is not checked where that is switched off, nor is mail of one’s own; neither asks DNS', async () => {
    const engine = await start({ authentication: { check: false } })
    await send(engine, HELLO)
    expect((await delivered()).content).toMatch(/^Received/)
    const checking = await start()
    arrived = []
    await send(checking, HELLO, { listener: 'inside', recipients: ['bob@far.test'] })
    expect((await delivered()).content).toMatch(/^Received/)
    expect(dns.queries.filter((query) => query.startsWith('TXT'))).toEqual([])
  })
})

describe('mail of one’s own', () => {
  it('is rewritten and signed by the rules, with keys of the window', async () => {
    const engine = await start({
      rules: [
        {
          name: 'sign',
          changes: [
            { kind: 'dkim' },
            { kind: 'header-from', address: 'scan@office.test', displayName: 'Scanner' },
          ],
          action: { kind: 'continue' },
        },
      ],
    })
    const { record } = await engine.client.dkim.generate({
      domain: 'office.test',
      selector: 'a',
      algorithm: 'ed25519',
    })
    expect((await engine.client.dkim.check({ domain: 'office.test', selector: 'a' })).state).toBe('missing')
    await engine.client.dkim.setActive({ domain: 'office.test', selector: 'a', active: true })
    await expect(engine.client.dkim.remove({ domain: 'office.test', selector: 'a' })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    expect(await send(engine, HELLO, { listener: 'inside', recipients: ['bob@far.test'] })).toMatch(/^250/)
    const { content } = await delivered()
    expect(content).toContain('\r\nFrom: Scanner <scan@office.test>\r\n')
    expect(content).toContain('Reply-To: ann@sender.test\r\n')
    const resolver = async (name: string) => [[name === record.name ? record.value : '']]
    const { results } = await dkimVerify(content, { resolver: resolver as never })
    expect(results.map(({ status, signingDomain }) => [status.result, signingDomain])).toEqual([
      ['pass', 'office.test'],
    ])
  })
})
