import { beforeAll, expect, test } from 'vitest'
import type { TlsPolicy } from '../../../shared/domain/route.ts'
import { FakeDns } from '../../support/fake-dns.ts'
import { DROP, type PeerScript, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { TestAuthority, type TestCertificate } from '../../support/test-certificate.ts'

const DAY = 86_400_000
const DNS = new FakeDns({ 'smtp.provider.test': { a: ['127.0.0.1'] } })
const certificates: Record<string, TestCertificate> = {}
let authority: TestAuthority

beforeAll(async () => {
  authority = await TestAuthority.create()
  const stranger = await TestAuthority.create()
  certificates.good = await authority.issue({ names: ['smtp.provider.test', '127.0.0.1'] })
  certificates.otherName = await authority.issue({ names: ['mail.other.test', 'www.other.test'] })
  certificates.expired = await authority.issue({
    names: ['smtp.provider.test'],
    notAfter: new Date(Date.now() - DAY / 2),
  })
  certificates.unknown = await stranger.issue({ names: ['smtp.provider.test'] })
})

const IN_TLS = '1 delivered 250 2.0.0 Queued in TLS'
const IN_THE_CLEAR = '1 delivered 250 2.0.0 Queued in the clear'

const TABLE: readonly (readonly [policy: TlsPolicy, certificate: string | null, outcome: unknown])[] = [
  ['never', 'good', IN_THE_CLEAR],
  ['never', null, IN_THE_CLEAR],
  ['opportunistic', 'good', IN_TLS],
  ['opportunistic', 'unknown', IN_TLS],
  ['opportunistic', 'expired', IN_TLS],
  ['opportunistic', null, IN_THE_CLEAR],
  ['required-unverified', 'unknown', IN_TLS],
  ['required-unverified', 'otherName', IN_TLS],
  ['required-unverified', null, expect.stringMatching(/^1 deferred 4\.7\.4 .*does not start TLS/)],
  ['required', 'good', IN_TLS],
  ['required', null, expect.stringMatching(/^1 deferred 4\.7\.4 .*does not start TLS/)],
  [
    'required',
    'otherName',
    expect.stringMatching(
      /^1 deferred 4\.7\.5 The certificate of smtp\.provider\.test is for mail\.other\.test, www\.other\.test\./,
    ),
  ],
  ['required', 'expired', expect.stringMatching(/^1 deferred 4\.7\.5 .*has expired/)],
  ['required', 'unknown', expect.stringMatching(/^1 deferred 4\.7\.5 .*does not trust/)],
]

test.each(TABLE)('STARTTLS: policy %s, certificate %s', async (policy, certificate, outcome) => {
  const peer = await startPeer(certificate)
  const delivery = trustingDelivery()
  expect(summary(await delivery.deliver(smarthost(peer, { tls: policy })))).toEqual([outcome])
})

test.each(
  TABLE.filter(([, certificate]) => certificate !== null).map(([policy, certificate, outcome]) => [
    policy,
    certificate,
    outcome === IN_THE_CLEAR ? IN_TLS : outcome,
  ]),
)('TLS from the first octet: policy %s, certificate %s', async (policy, certificate, outcome) => {
  const peer = await startPeer(certificate as string, { implicitTls: true })
  const delivery = trustingDelivery()
  const target = smarthost(peer, { tls: policy, implicitTls: true })
  expect(summary(await delivery.deliver(target))).toEqual([outcome])
})

test('shows in the transcript when TLS began and whether the certificate was good', async () => {
  const peer = await startPeer('good')
  const delivery = trustingDelivery()
  await delivery.deliver(smarthost(peer, { tls: 'opportunistic' }))
  const lines = delivery.sessions.transcript()
  const tls = lines.findIndex((line) => line.startsWith('='))
  expect(lines[tls - 2]).toBe('> STARTTLS')
  expect(lines[tls + 1]).toBe('> EHLO relay.office.test')
  expect(delivery.sessions.all()[0]?.row.tls).toMatchObject({ protocol: 'TLSv1.3', verified: true })
})

test.each([
  ['nonsense', 'this is no TLS record\r\n'],
  ['a closed connection', DROP],
])('goes on in the clear when opportunistic TLS gets %s for a handshake', async (_name, handshake) => {
  const peer = await startPeer('good', {
    answer: ({ verb, secure, connection }) => {
      if (verb === 'HANDSHAKE' && connection === 1) return handshake
      return verb === 'CONTENT' ? queued(secure) : undefined
    },
  })
  const delivery = trustingDelivery()
  const outcomes = await delivery.deliver(smarthost(peer, { tls: 'opportunistic' }))
  expect(summary(outcomes)).toEqual([IN_THE_CLEAR])
  expect(peer.connections).toBe(2)
  expect((await delivery.sessions.ended(1)).outcome).toBe('failed')
  expect(delivery.sessions.transcript(2)[0]).toMatch(/^! .*Trying again without TLS/)
})

test('never sends a password in the clear because TLS broke', async () => {
  const peer = await startPeer('good', {
    extensions: ['AUTH PLAIN'],
    answer: ({ verb }) => (verb === 'HANDSHAKE' ? 'this is no TLS record\r\n' : undefined),
  })
  const auth = { kind: 'password', username: 'office' }
  const outcomes = await trustingDelivery().deliver(smarthost(peer, { tls: 'opportunistic', auth }))
  expect(summary(outcomes)).toEqual([expect.stringMatching(/^1 deferred 4\.7\.5 The TLS handshake/)])
  expect(peer.connections).toBe(1)
  expect(peer.commandsOf('AUTH')).toEqual([])
})

test('forgets replies that were slipped in before TLS began (CVE-2011-0411, the client side)', async () => {
  const injected = '220 Go ahead\r\n250-peer.test\r\n250 AUTH PLAIN\r\n235 Signed in\r\n220 And on'
  const peer = await startPeer('good', {
    answer: ({ verb, secure }) => {
      if (verb === 'STARTTLS') return injected
      return verb === 'CONTENT' ? queued(secure) : undefined
    },
  })
  const delivery = trustingDelivery()
  const [outcome] = summary(await delivery.deliver(smarthost(peer, { tls: 'required' })))
  expect([IN_TLS, expect.stringMatching(/^1 deferred /)]).toContainEqual(outcome)
  expect(peer.commandsOf('AUTH')).toEqual([])
  const lines = delivery.sessions.transcript()
  expect(lines.filter((line) => line.includes('AUTH PLAIN') || line.includes('Signed in'))).toEqual([])
})

test('goes on in the clear when opportunistic TLS is offered but refused', async () => {
  const peer = await startPeer('good', {
    answer: ({ verb, secure }) =>
      verb === 'STARTTLS' ? '454 4.7.0 No TLS now' : verb === 'CONTENT' ? queued(secure) : undefined,
  })
  expect(summary(await trustingDelivery().deliver(smarthost(peer, { tls: 'opportunistic' })))).toEqual([
    IN_THE_CLEAR,
  ])
})

test('verifies an address that the certificate names', async () => {
  const peer = await startPeer('good')
  const outcomes = await trustingDelivery().deliver(smarthost(peer, { tls: 'required', host: '127.0.0.1' }))
  expect(summary(outcomes)).toEqual([IN_TLS])
})

function startPeer(certificate: string | null, more: PeerScript = {}) {
  const tls = certificate === null ? undefined : certificates[certificate]
  return ScriptedSmtpPeer.start({
    ...(tls ? { tls } : {}),
    answer: ({ verb, secure }) => (verb === 'CONTENT' ? queued(secure) : undefined),
    ...more,
  })
}

function queued(secure: boolean): string {
  return `250 2.0.0 Queued ${secure ? 'in TLS' : 'in the clear'}`
}

function trustingDelivery() {
  return new TemporaryDelivery({
    dns: DNS,
    dnsServers: ['192.0.2.53'],
    furtherRoots: [authority.pem],
    passwords: { provider: 'correct horse' },
  })
}

function smarthost(peer: ScriptedSmtpPeer, more: object) {
  return route({ name: 'provider', kind: 'smarthost', host: 'smtp.provider.test', port: peer.port, ...more })
}
