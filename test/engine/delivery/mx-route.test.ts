import { beforeAll, expect, test } from 'vitest'
import { listenerSchema } from '../../../shared/domain/config.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeDns, type FakeRecords } from '../../support/fake-dns.ts'
import { freePort } from '../../support/free-port.ts'
import { DROP, HANG, type PeerScript, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { TestAuthority, type TestCertificate } from '../../support/test-certificate.ts'
import { waitFor } from '../../support/wait-for.ts'

let port: number
let certificate: TestCertificate

beforeAll(async () => {
  port = await freePort()
  certificate = await (await TestAuthority.create()).issue({ names: ['mx.far.test'] })
})

const LOOK_UPS: readonly (readonly [name: string, records: Record<string, FakeRecords>, outcome: unknown])[] =
  [
    [
      'an MX',
      { 'far.test': { mx: [[10, 'mx.far.test']] }, 'mx.far.test': { a: ['127.0.0.2'] } },
      'on 127.0.0.2',
    ],
    ['no MX but an address', { 'far.test': { a: ['127.0.0.3'] } }, 'on 127.0.0.3'],
    [
      'the lower preference first',
      {
        'far.test': {
          mx: [
            [20, 'second.far.test'],
            [10, 'first.far.test'],
          ],
        },
        'first.far.test': { a: ['127.0.0.2'] },
        'second.far.test': { a: ['127.0.0.3'] },
      },
      'on 127.0.0.2',
    ],
    [
      'a first host that does not listen',
      {
        'far.test': {
          mx: [
            [10, 'down.far.test'],
            [20, 'up.far.test'],
          ],
        },
        'down.far.test': { a: ['127.0.0.9'] },
        'up.far.test': { a: ['127.0.0.3'] },
      },
      'on 127.0.0.3',
    ],
    [
      'a first host without an address',
      {
        'far.test': {
          mx: [
            [10, 'nowhere.far.test'],
            [20, 'up.far.test'],
          ],
        },
        'up.far.test': { a: ['127.0.0.3'] },
      },
      'on 127.0.0.3',
    ],
    [
      'one of two addresses that does not listen',
      { 'far.test': { mx: [[10, 'mx.far.test']] }, 'mx.far.test': { a: ['127.0.0.9', '127.0.0.2'] } },
      'on 127.0.0.2',
    ],
    ['a null MX', { 'far.test': { mx: [[0, '']], a: ['127.0.0.2'] } }, /^1 refused 556 5\.1\.10 .*null MX/],
    ['no such domain', {}, /^1 refused 5\.1\.2 .*does not exist/],
    ['neither MX nor address', { 'far.test': {} }, /^1 refused 5\.1\.2/],
    ['SERVFAIL for the MX', { 'far.test': { mx: 'ESERVFAIL' } }, /^1 deferred 4\.4\.3 .*ESERVFAIL/],
    ['a time-out for the MX', { 'far.test': { mx: 'ETIMEOUT' } }, /^1 deferred 4\.4\.3 .*ETIMEOUT/],
    [
      'SERVFAIL for the address of the MX',
      { 'far.test': { mx: [[10, 'mx.far.test']] }, 'mx.far.test': { a: 'ESERVFAIL' } },
      /^1 deferred 4\.4\.3/,
    ],
    ['SERVFAIL for the address', { 'far.test': { a: 'ESERVFAIL' } }, /^1 deferred 4\.4\.3/],
  ]

test.each(LOOK_UPS)('a domain with %s', async (_name, records, outcome) => {
  await startPeers({})
  const delivery = new TemporaryDelivery({ dns: new FakeDns(records) })
  const expected =
    typeof outcome === 'string' ? `1 delivered 250 ${outcome}` : expect.stringMatching(outcome as RegExp)
  expect(summary(await delivery.deliver(direct()))).toEqual([expected])
})

test('takes an address literal as it is', async () => {
  await startPeers({})
  const dns = new FakeDns({})
  const outcomes = await new TemporaryDelivery({ dns }).deliver(direct(), {
    recipients: ['user@[127.0.0.2]'],
  })
  expect(summary(outcomes)).toEqual(['1 delivered 250 on 127.0.0.2'])
  expect(dns.queries).toEqual([])
})

test.each([['421 4.3.2 Too busy'], ['554 5.7.1 No service'], [DROP]])(
  'goes on to the next host where the first one answers %j',
  async (greeting) => {
    const [first] = await startPeers({
      answer: ({ verb }) => (verb === 'GREETING' ? greeting : undefined),
    })
    const outcomes = await new TemporaryDelivery({ dns: twoHosts() }).deliver(direct())
    expect(summary(outcomes)).toEqual(['1 delivered 250 on 127.0.0.3'])
    expect(outcomes[0]).toMatchObject({ host: 'second.far.test [127.0.0.3]' })
    expect(first?.connections).toBe(1)
  },
)

test('does not ask a second host where the first one refused the recipient', async () => {
  const [, second] = await startPeers({
    answer: ({ verb }) => (verb === 'RCPT' ? '550 5.1.1 Nobody' : undefined),
  })
  const outcomes = await new TemporaryDelivery({ dns: twoHosts() }).deliver(direct())
  expect(summary(outcomes)).toEqual(['1 refused 550 5.1.1 Nobody'])
  expect(second?.connections).toBe(0)
})

test('defers with the words of the first host where none can be reached', async () => {
  const outcomes = await new TemporaryDelivery({ dns: twoHosts() }).deliver(direct())
  expect(summary(outcomes)).toEqual([
    `1 deferred 4.4.1 first.far.test:${port} refused the connection: nothing listens there, or a firewall blocks it.`,
  ])
})

test('sends one copy to each domain, and each gets its own fate', async () => {
  const [first] = await startPeers({})
  const dns = new FakeDns({
    'a.test': { mx: [[10, 'mx.far.test']] },
    'b.test': { mx: [[10, 'mx.far.test']] },
    'mx.far.test': { a: ['127.0.0.2'] },
    'null.test': { mx: [[0, '.']] },
  })
  const recipients = ['x@a.test', 'y@b.test', 'z@A.test', 'n@null.test']
  const outcomes = await new TemporaryDelivery({ dns }).deliver(direct(), { recipients })
  expect(summary(outcomes)).toEqual([
    '1 delivered 250 on 127.0.0.2',
    '2 delivered 250 on 127.0.0.2',
    '3 delivered 250 on 127.0.0.2',
    expect.stringMatching(/^4 refused 556/),
  ])
  expect(first?.messages.map(({ rcpts }) => rcpts.length).sort()).toEqual([1, 2])
})

test('looks up international domains by their ASCII names', async () => {
  await startPeers({})
  const dns = new FakeDns({ 'xn--bcher-kva.test': { a: ['127.0.0.2'] } })
  const outcomes = await new TemporaryDelivery({ dns }).deliver(direct(), {
    recipients: ['user@bücher.test'],
  })
  expect(summary(outcomes)).toEqual(['1 delivered 250 on 127.0.0.2'])
})

test('uses TLS where it is offered, with any certificate', async () => {
  await startPeers({ tls: certificate })
  const delivery = new TemporaryDelivery({ dns: twoHosts() })
  await delivery.deliver(direct())
  expect(delivery.sessions.all()[0]?.row.tls).toMatchObject({ verified: false })
})

test('requires a verified certificate where the route says so', async () => {
  await startPeers({ tls: certificate })
  const outcomes = await new TemporaryDelivery({ dns: twoHosts() }).deliver(direct({ tls: 'required' }))
  expect(summary(outcomes)).toEqual([expect.stringMatching(/^1 deferred 4\.7\.5/)])
})

test('turns messages away when too many wait for a slow host, so that others are not held up', async () => {
  const [first] = await startPeers({ answer: ({ verb }) => (verb === 'CONTENT' ? HANG : undefined) })
  const delivery = new TemporaryDelivery({ dns: twoHosts() })
  const target = direct({ maxConnectionsPerHost: 1 })
  const abort = new AbortController()
  const busy = [0, 1].map(() => delivery.deliver(target, { signal: abort.signal }))
  await waitFor('the first message', () => first?.messages.length === 1)
  expect(summary(await delivery.deliver(target))).toEqual(['1 released'])
  abort.abort()
  await Promise.all(busy)
})

const BOTH = { a: ['127.0.0.2'], aaaa: ['::1'] }

test.each([
  ['ipv6-first', '::1'],
  ['ipv4-first', '127.0.0.2'],
  ['ipv4-only', '127.0.0.2'],
  ['ipv6-only', '::1'],
] as const)('%s: goes to %s where both families answer', async (addressFamily, expected) => {
  await startPeers({})
  await ScriptedSmtpPeer.start({
    host: '::1',
    port,
    answer: ({ verb }) => (verb === 'CONTENT' ? '250 on ::1' : undefined),
  })
  const dns = new FakeDns({ 'far.test': { mx: [[10, 'mx.far.test']] }, 'mx.far.test': BOTH })
  const outcomes = await new TemporaryDelivery({ dns }).deliver(direct({ addressFamily }))
  expect(summary(outcomes)).toEqual([`1 delivered 250 on ${expected}`])
})

test.each([
  [
    { addressFamily: 'ipv6-only' },
    /^1 deferred 4\.4\.4 .*IPv4 addresses only, which the route's addressFamily/,
  ],
  [{ sourceAddress: '::1' }, /^1 deferred 4\.4\.4 .*source address ::1/],
])('defers in words where %j leaves no address', async (more, words) => {
  const dns = new FakeDns({ 'far.test': { a: ['127.0.0.2'] } })
  expect(summary(await new TemporaryDelivery({ dns }).deliver(direct(more)))).toEqual([
    expect.stringMatching(words),
  ])
})

test('connects from the source address, and to its family only', async () => {
  const [peer] = await startPeers({})
  const dns = new FakeDns({ 'far.test': { mx: [[10, 'mx.far.test']] }, 'mx.far.test': BOTH })
  const from = new Set<string | undefined>()
  const watch = setInterval(() => {
    for (const socket of peer?.open ?? []) from.add(socket.remoteAddress)
  }, 1)
  const outcomes = await new TemporaryDelivery({ dns }).deliver(direct({ sourceAddress: '127.0.0.77' }))
  clearInterval(watch)
  expect(summary(outcomes)).toEqual(['1 delivered 250 on 127.0.0.2'])
  expect([...from]).toEqual(['127.0.0.77'])
})

test('says so where this computer does not have the source address', async () => {
  await startPeers({})
  const outcomes = await new TemporaryDelivery({ dns: twoHosts() }).deliver(
    direct({ sourceAddress: '192.0.2.77' }),
  )
  expect(summary(outcomes)).toEqual([
    expect.stringMatching(/^1 deferred 4\.4\.4 .*does not have the address 192\.0\.2\.77/),
  ])
})

test.each([
  ['smarthost', { host: '127.0.0.2', tls: 'never' }],
  ['lmtp', { host: '127.0.0.2' }],
] as const)('a %s route has a source address too', async (kind, more) => {
  await startPeers({ lmtp: kind === 'lmtp' })
  const target = route({ name: 'next', kind, port, sourceAddress: '192.0.2.77', ...more } as never)
  expect(summary(await new TemporaryDelivery().deliver(target))).toEqual([
    expect.stringContaining('192.0.2.77'),
  ])
})

const OWN: readonly (readonly [string, Record<string, FakeRecords>, string | RegExp])[] = [
  [
    'our own name',
    { 'far.test': { mx: [[10, 'Relay.Office.test']] }, 'relay.office.test': { a: ['127.0.0.2'] } },
    /^1 refused 5\.4\.6 .*come back here/,
  ],
  [
    'our own address and port',
    { 'far.test': { mx: [[10, 'mx.far.test']] }, 'mx.far.test': { a: ['127.0.0.3'] } },
    /^1 refused 5\.4\.6/,
  ],
  ['our own address without MX', { 'far.test': { a: ['127.0.0.3'] } }, /^1 refused 5\.4\.6/],
  [
    'us before others',
    {
      'far.test': {
        mx: [
          [10, 'relay.office.test'],
          [20, 'mx.far.test'],
        ],
      },
      'relay.office.test': { a: ['127.0.0.3'] },
      'mx.far.test': { a: ['127.0.0.2'] },
    },
    /^1 refused 5\.4\.6/,
  ],
  [
    'us after others',
    {
      'far.test': {
        mx: [
          [10, 'mx.far.test'],
          [20, 'relay.office.test'],
        ],
      },
      'relay.office.test': { a: ['127.0.0.3'] },
      'mx.far.test': { a: ['127.0.0.2'] },
    },
    '1 delivered 250 on 127.0.0.2',
  ],
  [
    'a private address that is not ours',
    { 'far.test': { a: ['127.0.0.2'] } },
    '1 delivered 250 on 127.0.0.2',
  ],
]

test.each(OWN)('knows a loop: DNS names %s', async (_name, records, outcome) => {
  await startPeers({})
  const listeners = [listenerSchema.parse({ name: 'lan', host: '127.0.0.3', port })]
  const delivery = new TemporaryDelivery({ dns: new FakeDns(records), listeners })
  const expected = typeof outcome === 'string' ? outcome : expect.stringMatching(outcome)
  expect(summary(await delivery.deliver(direct()))).toEqual([expected])
})

test('asks DNS once for a burst to one domain', async () => {
  await startPeers({})
  const dns = twoHosts()
  const delivery = new TemporaryDelivery({ dns })
  await Promise.all(Array.from({ length: 5 }, () => delivery.deliver(direct())))
  expect(dns.queries.filter((query) => query === 'MX far.test')).toHaveLength(1)
})

test('feeds a domain as slowly as its policy says, and no other', async () => {
  await startPeers({})
  const clock = new FakeClock()
  const dns = new FakeDns({ 'far.test': { a: ['127.0.0.2'] }, 'near.test': { a: ['127.0.0.3'] } })
  const delivery = new TemporaryDelivery({ dns, clock })
  const target = direct({ domainPolicies: [{ domains: ['far.test'], messagesPerMinute: 2 }] })
  const sent = async (address: string) => (await delivery.deliver(target, { recipients: [address] }))[0]
  const outcomes = [await sent('a@far.test'), await sent('b@far.test'), await sent('c@far.test')]
  expect(outcomes).toMatchObject([
    { kind: 'delivered' },
    { kind: 'delivered' },
    { kind: 'released', wait: { until: expect.any(Number) } },
  ])
  expect(await sent('d@near.test')).toMatchObject({ kind: 'delivered' })
  const [, , third] = outcomes
  clock.advance((third?.kind === 'released' ? (third.wait?.until ?? 0) : 0) - clock.now())
  expect(await sent('c@far.test')).toMatchObject({ kind: 'delivered' })
})

test('opens no more connections to a domain than its policy says', async () => {
  const [peer] = await startPeers({ answer: ({ verb }) => (verb === 'CONTENT' ? HANG : undefined) })
  const delivery = new TemporaryDelivery({ dns: twoHosts() })
  const target = direct({ domainPolicies: [{ domains: ['far.test'], maxConnections: 1 }] })
  const abort = new AbortController()
  const busy = [1, 2].map(() => delivery.deliver(target, { signal: abort.signal }))
  await waitFor('the first message', () => peer?.messages.length === 1)
  expect(summary(await delivery.deliver(target))).toEqual(['1 released'])
  expect(peer?.connections).toBe(1)
  abort.abort()
  await Promise.all(busy)
})

/** Hosts on 127.0.0.2 and 127.0.0.3; only the first follows the script. */
function startPeers(script: PeerScript): Promise<ScriptedSmtpPeer[]> {
  const start = (host: string, more: PeerScript) =>
    ScriptedSmtpPeer.start({
      host,
      port,
      ...more,
      answer: (step) => more.answer?.(step) ?? (step.verb === 'CONTENT' ? `250 on ${host}` : undefined),
    })
  return Promise.all([start('127.0.0.2', script), start('127.0.0.3', {})])
}

function twoHosts(): FakeDns {
  return new FakeDns({
    'far.test': {
      mx: [
        [10, 'first.far.test'],
        [20, 'second.far.test'],
      ],
    },
    'first.far.test': { a: ['127.0.0.2'] },
    'second.far.test': { a: ['127.0.0.3'] },
  })
}

function direct(more: object = {}) {
  return route({ name: 'direct', kind: 'mx', port, ...more })
}
