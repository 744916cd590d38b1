/** Limits of a route, with real sockets and a clock that stands until it is told to go on. */
import { expect, test } from 'vitest'
import { createPacer } from '../../../../main/engine/delivery/pacing/pacer.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { FakeDns } from '../../../support/fake-dns.ts'
import { ScriptedSmtpPeer } from '../../../support/scripted-smtp-peer.ts'
import { SilentLogger } from '../../../support/silent-logger.ts'
import { route, summary, TemporaryDelivery } from '../../../support/temporary-delivery.ts'

const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@far.test`)

function smarthost(port: number, pacing: Record<string, number>) {
  return route({ kind: 'smarthost', name: 'provider', host: '127.0.0.1', port, tls: 'never', pacing })
}

test('sends so many messages a minute, then says until when it waits, and goes on by itself', async () => {
  const clock = new FakeClock()
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery({ clock })
  const target = smarthost(peer.port, { messagesPerMinute: 3 })
  let heard = 0
  delivery.delivery.onBlocksChanged(() => heard++)
  expect(delivery.delivery.capacity(target)).toBe(3)
  const all = await Promise.all(Array.from({ length: 5 }, () => delivery.deliver(target)))
  expect(all.map((one) => one[0]?.kind).sort()).toEqual([
    'delivered',
    'delivered',
    'delivered',
    'released',
    'released',
  ])
  expect(delivery.delivery.capacity(target)).toBe(0)
  expect(delivery.delivery.blocked(target)).toEqual({
    until: clock.now() + 61_000,
    text: expect.stringMatching(/^Waits until \d\d:\d\d:\d\d: 3 of 3 messages in a minute\.$/),
  })
  expect(delivery.delivery.pacing(target)).toEqual([
    { text: '3 of 3 messages in a minute', used: 3, limit: 3 },
  ])
  expect(heard).toBe(1)
  clock.advance(61_000)
  expect(heard).toBe(2)
  expect(delivery.delivery.blocked(target)).toBeNull()
  expect((await delivery.deliver(target))[0]?.kind).toBe('delivered')
  expect(peer.messages).toHaveLength(4)
})

test('splits a message over several transactions, each of which counts', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery({ clock: new FakeClock() })
  const target = smarthost(peer.port, { recipientsPerMessage: 4, messagesPerMinute: 2 })
  const outcomes = await delivery.deliver(target, { recipients: people(10) })
  expect(peer.messages.map(({ rcpts }) => rcpts.length)).toEqual([4, 4])
  expect(outcomes.map(({ kind }) => kind).filter((kind) => kind === 'released')).toHaveLength(2)
})

test('takes as many recipients in one transaction as the route says', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  await delivery.deliver(smarthost(peer.port, { recipientsPerMessage: 300 }), { recipients: people(250) })
  expect(peer.messages.map(({ rcpts }) => rcpts.length)).toEqual([250])
})

test('reaches so many recipients a day; those beyond wait', async () => {
  const clock = new FakeClock()
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery({ clock })
  const target = smarthost(peer.port, { recipientsPerDay: 5 })
  await delivery.deliver(target, { recipients: people(3) })
  const second = await delivery.deliver(target, { recipients: people(4) })
  expect(summary(second).map((line) => line.split(' ')[1])).toEqual([
    'delivered',
    'delivered',
    'released',
    'released',
  ])
  expect(delivery.delivery.blocked(target)?.text).toMatch(
    /^Waits until \w+ \d\d:\d\d: 5 of 5 recipients in 24 hours\.$/,
  )
  clock.advance(24 * 3_600_000 + 600_000)
  expect(delivery.delivery.capacity(target)).toBeGreaterThan(0)
})

test('what did not get as far as the host does not count', async () => {
  const clock = new FakeClock()
  let up = false
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb }) => (verb === 'GREETING' && !up ? '421 4.3.2 Down' : undefined),
  })
  const delivery = new TemporaryDelivery({ clock })
  const target = smarthost(peer.port, { messagesPerMinute: 1, recipientsPerDay: 1 })
  expect((await delivery.deliver(target))[0]?.kind).toBe('deferred')
  up = true
  clock.advance(2_000)
  expect((await delivery.deliver(target))[0]?.kind).toBe('delivered')
})

test('the count of the day is kept over a restart, and an unreadable one is left aside', async () => {
  const clock = new FakeClock()
  const logger = new SilentLogger()
  const values = new Map<string, string>([['pacing:other', 'nonsense']])
  const storage = {
    getValue: async (key: string) => values.get(key) ?? null,
    setValue: async (key: string, value: string) => void values.set(key, value),
  }
  const limits = { recipientsPerDay: 10 }
  const before = createPacer({ clock, logger, storage })
  const pace = before.reserve('provider', limits, 4)
  pace?.sent(4)
  pace?.close()
  clock.advance(60_000)
  expect([...values.keys()]).toEqual(['pacing:other', 'pacing:provider'])
  const after = createPacer({ clock, logger, storage })
  await after.load(['provider', 'other', 'third'])
  expect(after.room('provider', limits)).toBe(6)
  expect(after.room('other', limits)).toBe(10)
})

test('the count of the minute is kept over a restart too', async () => {
  const clock = new FakeClock()
  const logger = new SilentLogger()
  const values = new Map<string, string>()
  const storage = {
    getValue: async (key: string) => values.get(key) ?? null,
    setValue: async (key: string, value: string) => void values.set(key, value),
  }
  const limits = { messagesPerMinute: 3 }
  const before = createPacer({ clock, logger, storage })
  for (let count = 0; count < 3; count++) before.reserve('provider', limits, 1)?.sent(1)
  await before.save()
  const after = createPacer({ clock, logger, storage })
  await after.load(['provider'])
  expect(after.room('provider', limits)).toBe(0)
  expect(after.blockOf('provider', limits)?.text).toContain('3 of 3 messages in a minute')
  clock.advance(61_000)
  expect(after.room('provider', limits)).toBe(3)
})

test('a route without limits is asked for nothing', () => {
  const pacer = createPacer({ clock: new FakeClock(), logger: new SilentLogger() })
  expect(pacer.reserve('provider', {}, 500)).toBeNull()
  expect(pacer.room('provider', {})).toBe(Number.POSITIVE_INFINITY)
})

test('a policy paces the domains it names, together, and lets the others go', async () => {
  const clock = new FakeClock()
  const peer = await ScriptedSmtpPeer.start()
  const records = { a: ['127.0.0.1'] }
  const dns = new FakeDns({ 'far.test': records, 'sub.far.test': records, 'near.test': records })
  const delivery = new TemporaryDelivery({ clock, dns })
  const target = route({
    kind: 'mx',
    name: 'direct',
    port: peer.port,
    domainPolicies: [{ domains: ['far.test', '*.far.test'], messagesPerMinute: 1 }],
  })
  const to = async (...recipients: string[]) =>
    (await delivery.deliver(target, { recipients })).sort((a, b) => a.recipient - b.recipient)
  expect((await to('a@far.test')).map(({ kind }) => kind)).toEqual(['delivered'])
  const outcomes = await to('b@sub.far.test', 'c@near.test')
  expect(outcomes).toMatchObject([
    {
      kind: 'released',
      wait: {
        until: clock.now() + 61_000,
        text: 'Waits for its turn: the route "direct" sends 1 message a minute to far.test, *.far.test.',
      },
    },
    { kind: 'delivered' },
  ])
  expect(delivery.delivery.blocked(target)).toBeNull()
  clock.advance(61_000)
  expect((await to('b@sub.far.test')).map(({ kind }) => kind)).toEqual(['delivered'])
})
