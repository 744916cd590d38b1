/** Delivery by MX through the configured DNS servers: a whole engine, real UDP and TCP. */
import { expect, test } from 'vitest'
import type { MessageDetail } from '../../shared/domain/message.ts'
import { type DnsAnswer, DnsServer } from '../support/dns-server.ts'
import { freePort } from '../support/free-port.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { sendMail } from '../support/send-mail.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { TestAuthority, type TestCertificate } from '../support/test-certificate.ts'
import { tlsaRecord } from '../support/tlsa-record.ts'
import { waitFor } from '../support/wait-for.ts'

const REFUSING = '127.0.0.9'
const UP = '127.0.0.3'

/** The sender's own domain, for bounces. */
const OFFICE: Record<string, DnsAnswer> = {
  'office.test': { mx: [[10, 'mx.office.test']] },
  'mx.office.test': { a: [UP] },
}

test('goes to the second MX when the first refuses the connection', async () => {
  const site = await Site.start({
    'far.test': {
      mx: [
        [20, 'up.far.test'],
        [10, 'down.far.test'],
      ],
    },
    'down.far.test': { a: [REFUSING] },
    'up.far.test': { a: [UP] },
  })
  const { recipients, events } = await site.send('delivered')
  expect(recipients).toMatchObject([{ state: 'delivered', attempts: 1, lastHost: `up.far.test [${UP}]` }])
  expect(events.map(({ kind }) => kind)).toEqual(['Reception', 'Delivery'])
  expect(site.dns.queries).toContain('MX far.test')
  expect(site.peer.messages).toMatchObject([{ rcpts: ['RCPT TO:<someone@far.test>'] }])
})

test('goes to the domain itself where it has no MX', async () => {
  const site = await Site.start({ 'far.test': { a: [UP] } })
  expect((await site.send('delivered')).recipients).toMatchObject([{ lastHost: `far.test [${UP}]` }])
})

test('goes to the IPv4 address where nothing listens on the IPv6 one', async () => {
  const site = await Site.start({
    'far.test': { mx: [[10, 'mx.far.test']] },
    'mx.far.test': { aaaa: ['::1'], a: [UP] },
  })
  expect((await site.send('delivered')).recipients).toMatchObject([{ lastHost: `mx.far.test [${UP}]` }])
})

test('passes over an MX without an address', async () => {
  const site = await Site.start({
    'far.test': {
      mx: [
        [10, 'gone.far.test'],
        [20, 'up.far.test'],
      ],
    },
    'up.far.test': { a: [UP] },
  })
  expect((await site.send('delivered')).recipients).toMatchObject([{ lastHost: `up.far.test [${UP}]` }])
})

test.for<[why: string, table: Record<string, DnsAnswer>, status: string]>([
  ['a null MX', { 'far.test': { mx: [[0, '']] } }, '5.1.10'],
  ['a domain that does not exist', {}, '5.1.2'],
])('bounces at once for %s', async ([, table, status]) => {
  const site = await Site.start({ ...OFFICE, ...table })
  const { recipients } = await site.send('failed')
  expect(recipients).toMatchObject([{ state: 'bounced', lastReply: { enhanced: status } }])
  await waitFor('the bounce', () => site.peer.messages.length === 1)
  const [bounce] = site.peer.messages
  expect(bounce).toMatchObject({
    mail: expect.stringMatching(/^MAIL FROM:<>/),
    rcpts: ['RCPT TO:<scanner@office.test>'],
  })
  expect(bounce?.content).toContain(`Status: ${status}\r\n`)
})

test.for<[why: string, table: Record<string, DnsAnswer>]>([
  ['the server fails for the domain', { 'far.test': 'SERVFAIL' }],
  [
    'it fails for the address of the only MX',
    { 'far.test': { mx: [[10, 'mx.far.test']] }, 'mx.far.test': 'SERVFAIL' },
  ],
])('defers when %s', async ([, table]) => {
  const site = await Site.start(table)
  const { recipients } = await site.send('deferred')
  expect(recipients).toMatchObject([
    { state: 'deferred', attempts: 1, lastReply: { code: null, enhanced: '4.4.3' } },
  ])
})

test('defers when the DNS server never answers', { timeout: 60_000 }, async () => {
  const site = await Site.start({ 'far.test': 'SILENT' })
  const { recipients } = await site.send('deferred')
  expect(recipients).toMatchObject([
    { state: 'deferred', attempts: 1, lastReply: { code: null, enhanced: '4.4.3' } },
  ])
})

test('asks the new server as soon as the configuration names it', async () => {
  const site = await Site.start({ 'far.test': 'SERVFAIL' })
  const { message } = await site.send('deferred')
  const other = await DnsServer.start({ 'far.test': { a: [UP] } })
  const { client } = site.engine
  await client.settings.update({ ...(await client.settings.get()), dnsServers: [other.address] })
  await client.queue.operate({ operation: 'send-now', selection: { kind: 'ids', ids: [message.id] } })
  await site.engine.waitForState('delivered')
  expect(other.queries).toContain('MX far.test')
})

test.for<[why: string, right: boolean]>([
  ['matches', true],
  ['does not match', false],
])('a certificate that %s the TLSA record which a validating DNS server gives', async ([, right]) => {
  const authority = await TestAuthority.create()
  const tls = await authority.issue({ names: ['whatever.test'] })
  const other = await authority.issue({ names: ['whatever.test'] })
  const port = await freePort()
  const table = {
    'far.test': { mx: [[10, 'mx.far.test']], secure: true },
    'mx.far.test': { a: [UP], secure: true },
    [`_${port}._tcp.mx.far.test`]: { tlsa: [tlsaRecord((right ? tls : other).cert, 3)], secure: true },
  } as const
  const site = await Site.start(table, { port, tls })
  const { recipients } = await site.send(right ? 'delivered' : 'deferred')
  if (right) expect(recipients).toMatchObject([{ state: 'delivered' }])
  else expect(recipients).toMatchObject([{ state: 'deferred', lastReply: { enhanced: '4.7.5' } }])
  expect(site.peer.messages).toHaveLength(right ? 1 : 0)
})

/** An engine that delivers by MX, its DNS server, and one host at UP that takes mail. */
class Site {
  readonly engine: TemporaryEngine
  readonly dns: DnsServer
  readonly peer: ScriptedSmtpPeer

  private constructor(engine: TemporaryEngine, dns: DnsServer, peer: ScriptedSmtpPeer) {
    this.engine = engine
    this.dns = dns
    this.peer = peer
  }

  static async start(
    table: Readonly<Record<string, DnsAnswer>>,
    secure?: { readonly port: number; readonly tls: TestCertificate },
  ): Promise<Site> {
    const dns = await DnsServer.start(table)
    const port = secure?.port ?? (await freePort())
    const peer = await ScriptedSmtpPeer.start({ host: UP, port, ...(secure ? { tls: secure.tls } : {}) })
    const engine = await TemporaryEngine.start({
      config: {
        dns: { servers: [dns.address] },
        routes: [{ name: 'direct', kind: 'mx', tls: secure ? 'opportunistic' : 'never', port }],
        rules: [{ name: 'rest', action: { kind: 'route', route: 'direct' } }],
      },
    })
    return new Site(engine, dns, peer)
  }

  /** One message to someone@far.test; answers when it is in this state. */
  async send(state: 'delivered' | 'deferred' | 'failed'): Promise<MessageDetail> {
    await sendMail(await this.engine.port())
    const id = await waitFor(
      `a message that is ${state}`,
      async () => (await this.engine.client.queue.list({})).rows.find((row) => row.state === state)?.id,
      45_000,
    )
    return this.engine.client.queue.get({ id })
  }
}
