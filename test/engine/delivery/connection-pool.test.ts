import { expect, test } from 'vitest'
import { POOL_LIMITS } from '../../../main/engine/delivery/connection-pool.ts'
import { mayTry, pauseAfter } from '../../../main/engine/delivery/host-backoff.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { freePort } from '../../support/free-port.ts'
import { HANG, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { waitFor } from '../../support/wait-for.ts'

const DELIVERED = expect.stringMatching(/^1 delivered 250/)

test('sends one message after the other over the same connection', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  for (let count = 0; count < 5; count++) await delivery.deliver(smarthost(peer))
  expect(peer.messages).toHaveLength(5)
  expect(peer.connections).toBe(1)
})

test('sends side by side up to the limit of the host, and lets the rest wait', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  const target = smarthost(peer, { maxConnections: 10, maxConnectionsPerHost: 3 })
  expect(delivery.delivery.capacity(target)).toBe(3)
  const work = Promise.all(Array.from({ length: 12 }, () => delivery.deliver(target)))
  expect(delivery.delivery.capacity(target)).toBe(0)
  const outcomes = await work
  expect(outcomes.flat().map(({ kind }) => kind)).toEqual(Array(12).fill('delivered'))
  expect(peer.connections).toBe(3)
  expect(delivery.delivery.capacity(target)).toBe(3)
})

test('replaces an idle connection that the peer closed', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  await delivery.deliver(smarthost(peer))
  peer.dropAll()
  await delivery.sessions.ended()
  expect(summary(await delivery.deliver(smarthost(peer)))).toEqual([DELIVERED])
  expect(peer.connections).toBe(2)
  expect((await delivery.sessions.ended()).outcome).toBe('completed')
})

test.each([['breaks'], ['is answered 421']])(
  'sends again over a fresh connection when a used one %s at MAIL',
  async (how) => {
    const peer = await ScriptedSmtpPeer.start({
      answer: ({ verb, connection, transaction }) => {
        if (verb !== 'MAIL' || connection !== 1 || transaction === 1) return undefined
        return how === 'breaks' ? { kind: 'drop' } : '421 4.4.2 Idle for too long'
      },
    })
    const delivery = new TemporaryDelivery()
    await delivery.deliver(smarthost(peer))
    expect(summary(await delivery.deliver(smarthost(peer)))).toEqual([DELIVERED])
    expect(peer.connections).toBe(2)
    expect(peer.messages).toHaveLength(2)
  },
)

test('does not go on for ever where fresh connections break too', async () => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb, connection, transaction }) =>
      verb === 'MAIL' && (connection > 1 || transaction > 1) ? { kind: 'drop' } : undefined,
  })
  const delivery = new TemporaryDelivery()
  await delivery.deliver(smarthost(peer))
  expect(summary(await delivery.deliver(smarthost(peer)))).toEqual([
    expect.stringContaining('closed the connection after MAIL'),
  ])
  expect(peer.connections).toBe(2)
})

test('closes a connection that was idle for a while, with QUIT', async () => {
  const clock = new FakeClock()
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery({ clock })
  await delivery.deliver(smarthost(peer))
  clock.advance(POOL_LIMITS.idle - 1)
  await delivery.deliver(smarthost(peer))
  expect(peer.connections).toBe(1)
  clock.advance(POOL_LIMITS.idle)
  await waitFor('QUIT', () => peer.commandsOf('QUIT').length === 1)
})

test('closes a connection after so many messages', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery({ poolLimits: { ...POOL_LIMITS, messages: 2 } })
  for (let count = 0; count < 5; count++) await delivery.deliver(smarthost(peer))
  expect(peer.messages.map(({ connection }) => connection)).toEqual([1, 1, 2, 2, 3])
})

test('opens new connections after the routes were changed', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  await delivery.deliver(smarthost(peer))
  delivery.changeConfig({ routes: [] })
  await delivery.deliver(smarthost(peer, { ehloName: 'new.test' }))
  expect(peer.commandsOf('EHLO')).toEqual(['EHLO relay.office.test', 'EHLO new.test'])
})

test('makes do with fewer connections where the peer says that they are enough', async () => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb, connection }) =>
      verb === 'GREETING' && connection > 2 ? '421 4.7.0 Too many connections' : undefined,
  })
  const delivery = new TemporaryDelivery()
  const target = smarthost(peer)
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => delivery.deliver(target)))
  expect(outcomes.flat().map(({ kind }) => kind)).toEqual(Array(20).fill('delivered'))
  expect(peer.connections).toBeLessThanOrEqual(5)
})

test('lets everybody who waits for a dead host know at once', async () => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb }) => (verb === 'GREETING' ? HANG : undefined),
  })
  const clock = new FakeClock()
  const delivery = new TemporaryDelivery({ clock })
  const target = smarthost(peer, { maxConnectionsPerHost: 3 })
  const work = Promise.all(Array.from({ length: 50 }, () => delivery.deliver(target)))
  await waitFor('the connections', () => peer.connections === 3)
  clock.advance(30_000)
  peer.dropAll()
  const outcomes = (await work).flat()
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(50).fill('deferred'))
  expect(peer.connections).toBe(3)
})

test('does not try a wrong password for every message that waits', async () => {
  const peer = await ScriptedSmtpPeer.start({
    extensions: ['AUTH PLAIN'],
    answer: ({ verb }) => (verb === 'AUTH' ? '535 5.7.8 Authentication failed' : undefined),
  })
  const delivery = new TemporaryDelivery({ passwords: { provider: 'wrong horse' } })
  const target = smarthost(peer, {
    maxConnectionsPerHost: 2,
    auth: { kind: 'password', username: 'office' },
  })
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => delivery.deliver(target)))
  expect(outcomes.flat().map(({ kind }) => kind)).toEqual(Array(50).fill('deferred'))
  expect(peer.commandsOf('AUTH').length).toBeLessThanOrEqual(2)
})

test('delivers as soon as a host that refused connections is back', async () => {
  const port = await freePort()
  const target = route({ name: 'provider', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' })
  const clock = new FakeClock()
  const delivery = new TemporaryDelivery({ clock })
  expect(summary(await delivery.deliver(target))).toEqual([expect.stringContaining('refused the connection')])
  await ScriptedSmtpPeer.start({ port })
  clock.advance(1_000)
  expect(summary(await delivery.deliver(target))).toEqual([DELIVERED])
})

test('tries a failed host again at once after the routes were changed', async () => {
  let up = false
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb }) => (verb === 'GREETING' && !up ? '421 4.3.2 Down for repairs' : undefined),
  })
  const delivery = new TemporaryDelivery({ clock: new FakeClock() })
  await delivery.deliver(smarthost(peer))
  up = true
  expect(summary(await delivery.deliver(smarthost(peer)))).toEqual(['1 deferred 421 4.3.2 Down for repairs'])
  delivery.changeConfig({ routes: [] })
  expect(summary(await delivery.deliver(smarthost(peer)))).toEqual([DELIVERED])
})

test('releases those who wait for a connection when it stops', async () => {
  const peer = await ScriptedSmtpPeer.start({ answer: ({ verb }) => (verb === 'CONTENT' ? HANG : undefined) })
  const delivery = new TemporaryDelivery()
  const target = smarthost(peer, { maxConnectionsPerHost: 1 })
  const first = delivery.deliver(target)
  const second = delivery.deliver(target)
  await waitFor('the first message', () => peer.messages.length === 1)
  const abort = new AbortController()
  const stopped = delivery.delivery.stop(abort.signal)
  expect(summary(await second)).toEqual(['1 released'])
  abort.abort()
  await stopped
  expect((await first)[0]?.kind).toBe('deferred')
  expect(summary(await delivery.deliver(target))).toEqual(['1 released'])
})

test.each([
  ['a refused connection of 2 ms', 'connect', 2, 8],
  ['no way there after 3 s', 'connect', 3_000, 12_000],
  ['a time-out of 30 s', 'connect', 30_000, 60_000],
  ['a busy greeting', 'greeting', 5, 2_000],
  ['a wrong password', 'auth', 80, 10_000],
] as const)('pauses after %s', (_name, phase, took, pause) => {
  const failure = pauseAfter({ phase, startedAt: 1_000, now: 1_000 + took })
  expect(failure.until).toBe(1_000 + took + pause)
  expect(mayTry(failure, failure.until - 1)).toBe(false)
  expect(mayTry(failure, failure.until)).toBe(true)
})

function smarthost(peer: ScriptedSmtpPeer, more: object = {}) {
  return route({
    name: 'provider',
    kind: 'smarthost',
    host: '127.0.0.1',
    port: peer.port,
    tls: 'never',
    ...more,
  })
}
