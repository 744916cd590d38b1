/** What TLS has to be on the way to an MX: MTA-STS, DANE, REQUIRETLS and the operator's word, over real TLS. */
import { beforeAll, expect, test } from 'vitest'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeDns, type FakeRecords } from '../../support/fake-dns.ts'
import { freePort } from '../../support/free-port.ts'
import { MemorySetupStorage } from '../../support/memory-setup-storage.ts'
import { type PolicyAnswer, PolicyHost, policyText } from '../../support/policy-host.ts'
import { DROP, type PeerScript, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { type Mail, route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { TestAuthority, type TestCertificate } from '../../support/test-certificate.ts'
import { tlsaRecord } from '../../support/tlsa-record.ts'
import { waitFor } from '../../support/wait-for.ts'

const HOST = 'mx.far.test'
const DELIVERED = '1 delivered 250 2.0.0 Queued as 1'
const REQUIRE_TLS: Mail = { envelope: { requireTls: true } }

let authority: TestAuthority
/** From our authority for HOST; from nobody's; for another name. */
let good: TestCertificate
let stranger: TestCertificate
let strangers: TestAuthority
let otherName: TestCertificate
let policyHostCertificate: TestCertificate

beforeAll(async () => {
  authority = await TestAuthority.create()
  strangers = await TestAuthority.create()
  good = await authority.issue({ names: [HOST] })
  stranger = await strangers.issue({ names: [HOST] })
  otherName = await strangers.issue({ names: ['other.test'] })
  policyHostCertificate = await authority.issue({ names: ['mta-sts.far.test'] })
})

test('MTA-STS: sends over TLS that verifies, to a host that the policy names, and says so', async () => {
  const site = await Site.start({ tls: good, sts: policyText('enforce', ['*.far.test']) })
  expect(await site.send()).toEqual([DELIVERED])
  expect(site.delivery.sessions.all()[0]?.row.tls).toMatchObject({ verified: true })
  expect(site.delivery.sessions.transcript()[0]).toBe(
    '! MTA-STS: the policy of far.test (enforce) demands TLS with a verified certificate.',
  )
  expect(site.policyHost?.requests).toEqual(['mta-sts.far.test /.well-known/mta-sts.txt'])
})

test.each<[string, Partial<SiteOptions>, RegExp]>([
  ['no TLS', { tls: null }, /^1 deferred 4\.7\.4 .*the MTA-STS policy of far\.test requires it/],
  ['a certificate that nobody vouches for', {}, /^1 deferred 4\.7\.5 .*demands TLS/],
  [
    'TLS that breaks',
    { peer: { answer: ({ verb }) => (verb === 'HANDSHAKE' ? DROP : undefined) } },
    /^1 deferred 4\.7\.5/,
  ],
  [
    'a host that it does not name',
    { sts: policyText('enforce', ['mail.far.test']) },
    /^1 deferred 4\.7\.0 .*does not name mx\.far\.test/,
  ],
])('MTA-STS: defers in words and never sends in the clear over %s', async (_name, more, words) => {
  const site = await Site.start({ tls: stranger, sts: policyText('enforce', [HOST]), ...more })
  expect(await site.send()).toEqual([expect.stringMatching(words)])
  expect(site.peer.commandsOf('MAIL')).toEqual([])
})

test('MTA-STS: only notes a policy in testing', async () => {
  const site = await Site.start({ tls: stranger, sts: policyText('testing', ['mail.far.test']) })
  expect(await site.send()).toEqual([DELIVERED])
  expect(site.delivery.sessions.transcript()[0]).toMatch(
    /^! MTA-STS: .*testing.*It does not name mx\.far\.test/,
  )
})

test('MTA-STS: a policy of none is no policy', async () => {
  const site = await Site.start({ tls: stranger, sts: policyText('none', []) })
  expect(await site.send()).toEqual([DELIVERED])
})

test.each<[string, PolicyAnswer | null]>([
  ['a redirect', { status: 301, location: 'https://far.test/', body: '' }],
  ['another type', { type: 'text/html', body: policyText('enforce', ['x.test']) }],
  ['an error', { status: 404, body: policyText('enforce', ['x.test']) }],
  ['nonsense', { body: 'version: STSv2\r\n' }],
  ['more than 64 KiB', { body: policyText('enforce', ['x.test']) + 'x'.repeat(70_000) }],
])('MTA-STS: takes %s from the policy host for no policy', async (_name, answer) => {
  const site = await Site.start({ tls: stranger, sts: answer })
  expect(await site.send()).toEqual([DELIVERED])
  expect(await site.send()).toEqual(['1 delivered 250 2.0.0 Queued as 2'])
  expect(site.policyHost?.requests).toHaveLength(1)
})

test('MTA-STS: does not believe a policy host without a certificate that verifies', async () => {
  const certificate = await strangers.issue({ names: ['mta-sts.far.test'] })
  const site = await Site.start({ tls: stranger, sts: policyText('enforce', ['x.test']), certificate })
  expect(await site.send()).toEqual([DELIVERED])
})

test('MTA-STS: gives up a policy host that never answers', async () => {
  const clock = new FakeClock(Date.now())
  const site = await Site.start({ tls: stranger, sts: null, certificate: policyHostCertificate, clock })
  const sent = site.send()
  await waitFor('the request', () => site.policyHost?.requests.length === 1)
  clock.advance(30_000)
  expect(await sent).toEqual([DELIVERED])
})

test('MTA-STS: keeps a policy while its domain cannot be reached, over a restart too, and until it is too old', async () => {
  const clock = new FakeClock(Date.now())
  const storage = new MemorySetupStorage()
  const options = { tls: stranger, sts: policyText('enforce', [HOST], 3_600), clock, storage }
  const site = await Site.start(options)
  expect(await site.send()).toEqual([expect.stringMatching(/^1 deferred 4\.7\.5/)])
  site.dns.table['_mta-sts.far.test'] = { txt: 'ESERVFAIL' }
  await site.policyHost?.stop()
  clock.advance(600_000)
  const restarted = await Site.start({ ...options, dns: site.dns, sts: undefined })
  expect(await restarted.send()).toEqual([expect.stringMatching(/^1 deferred 4\.7\.5/)])
  clock.advance(3_000_000)
  expect(await restarted.send()).toEqual([DELIVERED])
})

test('MTA-STS: fetches a policy anew when its id changes', async () => {
  const clock = new FakeClock(Date.now())
  const site = await Site.start({ tls: stranger, sts: policyText('enforce', [HOST]), clock })
  expect(await site.send()).toEqual([expect.stringMatching(/^1 deferred/)])
  if (site.policyHost) site.policyHost.answer = { body: policyText('none', []) }
  site.dns.table['_mta-sts.far.test'] = { txt: ['v=STSv1; id=2;'] }
  clock.advance(61_000)
  expect(await site.send()).toEqual([DELIVERED])
})

test('MTA-STS: refreshes a policy that holds, before it runs out', async () => {
  const clock = new FakeClock(Date.now())
  const site = await Site.start({ tls: good, sts: policyText('enforce', [HOST], 7_200), clock })
  await site.send()
  clock.advance(3_600_000)
  await site.send()
  await waitFor('the second fetch', () => site.policyHost?.requests.length === 2)
})

test.each([
  ['3 1 1', () => tlsaRecord(stranger.cert, 3)],
  ['3 0 2', () => tlsaRecord(stranger.cert, 3, 0, 2)],
  ['3 1 0', () => tlsaRecord(stranger.cert, 3, 1, 0)],
  ['2 0 1', () => tlsaRecord(strangers.pem, 2, 0)],
  ['2 1 1', () => tlsaRecord(strangers.pem, 2)],
])('DANE: takes a certificate that matches %s, whoever signed it', async (name, record) => {
  const chained = { ...stranger, cert: `${stranger.cert}\n${strangers.pem}` }
  const site = await Site.start({ tls: chained, secure: true, tlsa: [record()] })
  expect(await site.send()).toEqual([DELIVERED])
  expect(site.delivery.sessions.all()[0]?.row.tls).toMatchObject({ verified: true })
  expect(site.delivery.sessions.transcript()).toContain(`! The certificate matches the TLSA record ${name}.`)
})

test('DANE: a host certificate needs no name and no date', async () => {
  const expired = await strangers.issue({ names: ['other.test'], notAfter: new Date(Date.now() - 1_000) })
  const site = await Site.start({ tls: expired, secure: true, tlsa: [tlsaRecord(expired.cert, 3)] })
  expect(await site.send()).toEqual([DELIVERED])
})

test.each<[string, () => TestCertificate, () => ReturnType<typeof tlsaRecord>]>([
  ['another certificate', () => good, () => tlsaRecord(stranger.cert, 3)],
  [
    'another authority',
    () => ({ ...good, cert: `${good.cert}\n${strangers.pem}` }),
    () => tlsaRecord(strangers.pem, 2),
  ],
  [
    'another name below the authority',
    () => ({ ...otherName, cert: `${otherName.cert}\n${strangers.pem}` }),
    () => tlsaRecord(strangers.pem, 2),
  ],
])('DANE: defers and sends nothing to %s', async (_name, certificate, record) => {
  const site = await Site.start({ tls: certificate(), secure: true, tlsa: [record()] })
  expect(await site.send()).toEqual([
    expect.stringMatching(/^1 deferred 4\.7\.5 .*does not match its TLSA records/),
  ])
  expect(site.peer.commandsOf('MAIL')).toEqual([])
})

test('DANE: defers where the host offers no TLS', async () => {
  const site = await Site.start({ tls: null, secure: true, tlsa: [tlsaRecord(stranger.cert, 3)] })
  expect(await site.send()).toEqual([
    expect.stringMatching(/^1 deferred 4\.7\.4 .*DANE for mx\.far\.test requires it/),
  ])
})

test('DANE: wants TLS, with any certificate, where no record is for SMTP', async () => {
  const records = [tlsaRecord(good.cert, 1), tlsaRecord(good.cert, 0)]
  const site = await Site.start({ tls: stranger, secure: true, tlsa: records })
  expect(await site.send()).toEqual([DELIVERED])
  const clear = await Site.start({ tls: null, secure: true, tlsa: records })
  expect(await clear.send()).toEqual([expect.stringMatching(/^1 deferred 4\.7\.4/)])
})

test('DANE: a host whose records cannot be looked up is not used', async () => {
  const site = await Site.start({ tls: good, secure: true, tlsa: 'ESERVFAIL' })
  expect(await site.send()).toEqual([
    expect.stringMatching(/^1 deferred 4\.7\.0 .*TLSA records \(ESERVFAIL\)/),
  ])
})

test('DANE: is not used, and not even asked for, without DNSSEC', async () => {
  const site = await Site.start({ tls: good, tlsa: [tlsaRecord(stranger.cert, 3)] })
  expect(await site.send()).toEqual([DELIVERED])
  expect(site.dns.queries.filter((query) => query.startsWith('TLSA'))).toEqual([])
})

test('DANE beats MTA-STS', async () => {
  const site = await Site.start({
    tls: stranger,
    secure: true,
    tlsa: [tlsaRecord(stranger.cert, 3)],
    sts: policyText('enforce', ['elsewhere.test']),
  })
  expect(await site.send()).toEqual([DELIVERED])
  const failing = await Site.start({
    tls: good,
    secure: true,
    tlsa: [tlsaRecord(stranger.cert, 3)],
    sts: policyText('enforce', [HOST]),
  })
  expect(await failing.send()).toEqual([expect.stringMatching(/^1 deferred 4\.7\.5 .*DANE/)])
})

test('mail under a policy never takes a session that was opened without one', async () => {
  const site = await Site.start({ tls: stranger, sts: policyText('enforce', [HOST]) })
  site.dns.table['near.test'] = { mx: [[10, HOST]] }
  expect(await site.send({ recipients: ['user@near.test'] })).toEqual([DELIVERED])
  expect(await site.send()).toEqual([expect.stringMatching(/^1 deferred 4\.7\.5/)])
})

test('what a domain publishes is asked for only as the route says', async () => {
  const facts = { tls: stranger, secure: true, tlsa: [tlsaRecord(good.cert, 3)] }
  const site = await Site.start({ ...facts, sts: policyText('enforce', ['elsewhere.test']) })
  expect(await site.send({}, { mtaSts: false, dane: false })).toEqual([DELIVERED])
  expect(site.dns.queries.filter((query) => /TLSA|TXT/.test(query))).toEqual([])
})

test('the operator’s word for a domain counts in place of what it publishes', async () => {
  const site = await Site.start({ tls: stranger, sts: policyText('enforce', ['elsewhere.test']) })
  const domainPolicies = [
    { domains: ['*.other.test', 'far.test'], tls: 'opportunistic' as const },
    { domains: ['*'], tls: 'required' as const },
  ]
  site.dns.table['near.test'] = { mx: [[10, HOST]] }
  expect(await site.send({}, { domainPolicies })).toEqual([DELIVERED])
  expect(await site.send({ recipients: ['user@near.test'] }, { domainPolicies })).toEqual([
    expect.stringMatching(/^1 deferred 4\.7\.5/),
  ])
})

test.each<[string, Partial<SiteOptions>]>([
  ['MTA-STS', { tls: 'good', sts: policyText('enforce', [HOST]) }],
  ['DNSSEC', { tls: 'good', secure: true }],
  ['DANE', { tls: 'stranger', secure: true, tlsa: 'stranger' }],
] as never)('REQUIRETLS: goes to a host that knows it and that %s vouches for', async (_name, given) => {
  const site = await Site.start({ ...named(given), peer: { extensions: ['REQUIRETLS', 'SIZE', '8BITMIME'] } })
  expect(await site.send(REQUIRE_TLS)).toEqual([DELIVERED])
  expect(site.peer.messages[0]?.mail).toMatch(/^MAIL FROM:<sender@office\.test> .*REQUIRETLS/)
})

test.each<[string, Partial<SiteOptions>, string]>([
  ['does not know it', { tls: 'good', secure: true, peer: {} }, '5.7.30'],
  ['nothing vouches for', { tls: 'good' }, '5.7.30'],
  ['has no TLS', { tls: null, secure: true }, '5.7.10'],
  ['has a certificate that does not verify', { tls: 'stranger', secure: true }, '5.7.10'],
  ['names it before TLS only', { tls: null, secure: true }, '5.7.10'],
] as never)('REQUIRETLS: bounces where the host %s', async (_name, given, status) => {
  const peer = { extensions: ['REQUIRETLS', 'PIPELINING'] }
  const site = await Site.start({ peer, ...named(given) })
  const [outcome] = await site.send(REQUIRE_TLS)
  expect(outcome).toContain(` refused `)
  expect(outcome).toContain(` ${status} `)
  expect(site.peer.commandsOf('MAIL')).toEqual([])
})

test('REQUIRETLS: waits where the host cannot be reached', async () => {
  const site = await Site.start({ tls: good, secure: true })
  const { port } = site.peer
  await site.peer.stop()
  expect(await site.send(REQUIRE_TLS, { port })).toEqual([expect.stringMatching(/^1 deferred 4\.4\.1/)])
})

test.each<[string, 'required' | 'opportunistic', string[], RegExp]>([
  ['goes to a smart host over verified TLS', 'required', ['REQUIRETLS'], /^1 delivered/],
  ['is refused where a smart host does not know it', 'required', [], /^1 refused 550 5\.7\.30/],
  [
    'looks at the certificate whatever the route wants',
    'opportunistic',
    ['REQUIRETLS'],
    /^1 refused 550 5\.7\.10/,
  ],
])('REQUIRETLS: %s', async (_name, tls, extensions, outcome) => {
  const site = await Site.start({ tls: tls === 'required' ? good : stranger, peer: { extensions } })
  const provider = route({
    name: 'provider',
    kind: 'smarthost',
    host: '127.0.0.1',
    port: site.peer.port,
    tls,
  })
  const certificate = await authority.issue({ names: ['127.0.0.1'] })
  const peer = await ScriptedSmtpPeer.start({ tls: tls === 'required' ? certificate : stranger, extensions })
  const outcomes = await site.delivery.deliver(
    { ...provider, port: peer.port } as typeof provider,
    REQUIRE_TLS,
  )
  expect(summary(outcomes)).toEqual([expect.stringMatching(outcome)])
})

interface SiteOptions {
  /** null: no STARTTLS. */
  readonly tls: TestCertificate | null
  readonly peer?: PeerScript
  /** Text or answer of the policy host; null: it never answers; absent: the domain has no policy. */
  readonly sts?: string | PolicyAnswer | null | undefined
  readonly certificate?: TestCertificate
  /** Does DNSSEC vouch for what DNS says? */
  readonly secure?: boolean
  readonly tlsa?: FakeRecords['tlsa']
  readonly clock?: FakeClock
  readonly storage?: MemorySetupStorage
  readonly dns?: FakeDns
}

/** Certificates are made before the tests, tables of tests before the certificates: they are named. */
function named(given: Record<string, unknown>): SiteOptions {
  const certificates: Record<string, TestCertificate> = { good, stranger }
  const pick = (value: unknown) => (typeof value === 'string' ? (certificates[value] ?? null) : null)
  const tlsa = pick(given.tlsa)
  return {
    ...given,
    tls: pick(given.tls),
    ...(tlsa ? { tlsa: [tlsaRecord(tlsa.cert, 3)] } : {}),
  } as SiteOptions
}

/** far.test with one MX, its DNS and policy host, and a delivery that goes there. */
class Site {
  readonly delivery: TemporaryDelivery
  readonly peer: ScriptedSmtpPeer
  readonly dns: FakeDns
  readonly policyHost: PolicyHost | null

  private constructor(
    delivery: TemporaryDelivery,
    peer: ScriptedSmtpPeer,
    dns: FakeDns,
    host: PolicyHost | null,
  ) {
    this.delivery = delivery
    this.peer = peer
    this.dns = dns
    this.policyHost = host
  }

  static async start(options: SiteOptions): Promise<Site> {
    const { tls, sts, secure = false, tlsa, certificate = policyHostCertificate, clock, storage } = options
    const port = await freePort()
    const peer = await ScriptedSmtpPeer.start({
      host: '127.0.0.2',
      port,
      ...(tls ? { tls } : {}),
      ...options.peer,
    })
    const answer = typeof sts === 'string' ? { body: sts } : sts
    const policyHost = answer === undefined ? null : await PolicyHost.start(answer, certificate)
    const dns =
      options.dns ??
      new FakeDns({
        'far.test': { mx: [[10, HOST]], secure },
        [HOST]: { a: ['127.0.0.2'], secure },
        ...(policyHost
          ? { '_mta-sts.far.test': { txt: ['v=STSv1; id=1;'] }, 'mta-sts.far.test': { a: ['127.0.0.1'] } }
          : {}),
      })
    if (tlsa !== undefined) dns.table[`_${port}._tcp.${HOST}`] = { tlsa, secure }
    const delivery = new TemporaryDelivery({
      dns,
      furtherRoots: [authority.pem],
      ...(policyHost ? { policyPort: policyHost.port } : {}),
      ...(clock ? { clock } : {}),
      ...(storage ? { storage } : {}),
    })
    return new Site(delivery, peer, dns, policyHost)
  }

  async send(mail: Mail = {}, more: object = {}): Promise<string[]> {
    const direct = route({ name: 'direct', kind: 'mx', port: this.peer.port || 25, ...more })
    return summary(await this.delivery.deliver(direct, mail))
  }
}
