import { expect, onTestFinished, test } from 'vitest'
import { FigureLog } from '../../../main/engine/statistics/figure-log.ts'
import { Statistics } from '../../../main/engine/statistics/statistics.ts'
import { openStorage } from '../../../main/engine/storage/open-storage.ts'
import type { NewMessage, Storage } from '../../../main/engine/storage/storage.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { NOON, ORIGIN, sampleMessage } from '../../support/sample-message.ts'
import { deferred, delivered, refused } from '../../support/sample-results.ts'
import { SilentLogger } from '../../support/silent-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { TestConfig } from '../queue/temporary-queue.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

interface Office {
  readonly folder: string
  readonly clock: FakeClock
  readonly config: TestConfig
  readonly storage: Storage
  readonly log: FigureLog
  readonly statistics: Statistics
}

async function office(
  given: Partial<Pick<Office, 'folder' | 'clock'>> & { whyShut?: () => string | null } = {},
): Promise<Office> {
  const folder = given.folder ?? (await temporaryFolder())
  const clock = given.clock ?? new FakeClock(NOON)
  const storage = await openStorage({ folder })
  onTestFinished(() => storage.close())
  const config = new TestConfig({
    routes: [{ name: 'provider', kind: 'mx' }],
    rules: [
      { name: 'office', match: { recipientDomains: ['office.test'] }, action: { kind: 'hold' } },
      { name: 'rest', action: { kind: 'route', route: 'provider' } },
    ],
    networks: [{ name: 'Copiers', addresses: ['192.0.2.0/24'], silentAfter: '2d' }],
  })
  const log = new FigureLog(clock)
  const statistics = new Statistics({
    log,
    storage,
    config,
    clock,
    logger: new SilentLogger(),
    folder,
    freeDiskBytes: async () => 1e9,
    whyShut: () => given.whyShut?.() ?? null,
  })
  return { folder, clock, config, storage, log, statistics }
}

async function accept({ log, storage }: Office, message: NewMessage): Promise<NewMessage> {
  await storage.accept(message, { owner: 'me', until: message.receivedAt + HOUR })
  log.accepted(message.origin, message.recipients.length)
  return message
}

test('what happened is in the step in which it happened, and survives a restart', async () => {
  const first = await office()
  await accept(first, sampleMessage())
  first.log.delivered(2, NOON - 1_000)
  first.clock.advance(MINUTE)
  first.log.recorded([deferred('x', 0), refused('x'), delivered('x')])
  await first.statistics.stop()
  await first.storage.close()

  first.clock.advance(10 * MINUTE)
  const { statistics } = await office(first)
  const flow = await statistics.flow('hour')
  expect(flow.accepted).toHaveLength(60)
  expect([flow.accepted.at(-12), flow.delivered.at(-12)]).toEqual([1, 2])
  expect([flow.deferred.at(-11), flow.failed.at(-11)]).toEqual([1, 1])
  expect(flow.totals).toMatchObject({ accepted: 1, delivered: 2, deferred: 1, failed: 1 })
  expect(flow.totals.p50).toBeGreaterThan(800)
  expect(flow.totals.p95).toBeLessThan(1_200)
  expect(flow.p50.at(-11)).toBeNull()
})

test('the depth is known for minutes in which Mailroom ran, and for no others', async () => {
  const first = await office()
  await accept(first, sampleMessage())
  await first.statistics.write()
  first.clock.advance(5 * MINUTE)
  await first.statistics.write()
  const { depth } = await first.statistics.flow('hour')
  expect(depth.slice(-6)).toEqual([1, null, null, null, null, 1])
})

test('the minute that is going on has the depth of this moment', async () => {
  const it = await office()
  await accept(it, sampleMessage())
  expect((await it.statistics.flow('day')).depth.at(-1)).toBe(1)
})

test('both parts of a minute count when Mailroom was started anew in it', async () => {
  const one = await office()
  one.log.delivered(1, NOON - 100)
  await one.statistics.write()
  one.log.delivered(1, NOON - 100)
  await one.statistics.write()
  expect((await one.statistics.flow('hour')).totals).toMatchObject({ delivered: 2 })
  expect((await one.statistics.flow('week')).delivered.at(-1)).toBe(2)
})

test('a week is told in hours, a day in quarters of an hour', async () => {
  const { statistics, log, clock } = await office()
  log.delivered(3, NOON - 50)
  await statistics.write()
  clock.advance(26 * HOUR)
  const [day, week] = [await statistics.flow('day'), await statistics.flow('week')]
  expect(day.totals.delivered).toBe(0)
  expect([day.stepMs, day.accepted.length]).toEqual([15 * MINUTE, 96])
  expect([week.stepMs, week.delivered.length, week.delivered.at(-27)]).toEqual([HOUR, 168, 3])
})

test('a clock that is put back or jumps years ahead loses nothing that is shown', async () => {
  const { statistics, log, clock } = await office()
  log.delivered(1, NOON)
  clock.advance(-10 * MINUTE)
  log.delivered(1, NOON)
  await statistics.write()
  expect((await statistics.flow('hour')).totals.delivered).toBe(1)
  clock.advance(10 * MINUTE)
  expect((await statistics.flow('hour')).totals.delivered).toBe(2)
  clock.advance(9 * 24 * HOUR)
  await statistics.write()
  clock.advance(-9 * 24 * HOUR)
  expect((await statistics.flow('hour')).totals.delivered).toBe(0)
})

test('what could not be written comes with the next minute', async () => {
  const { statistics, log, storage } = await office()
  const write = storage.writeFigures
  log.delivered(1, NOON)
  storage.writeFigures = () => Promise.reject(new Error('the disk is full'))
  await statistics.write()
  storage.writeFigures = write
  log.delivered(1, NOON)
  await statistics.write()
  expect(log.pendingMinutes()).toEqual([])
  expect((await statistics.flow('hour')).totals.delivered).toBe(2)
})

test('who sends is told by account, named network, address, and this computer', async () => {
  const it = await office()
  const from = (origin: Partial<NewMessage['origin']>, to = ['a@x.test', 'b@x.test']) => {
    const message = sampleMessage({ recipients: to })
    return { ...message, origin: { ...ORIGIN, ...origin } }
  }
  await accept(it, from({ account: 'scanner', network: 'Copiers' }))
  await accept(it, from({ account: 'scanner' }))
  await accept(it, from({ network: 'Copiers' }, ['a@x.test']))
  await accept(it, from({ client: '192.0.2.99' }))
  await accept(it, from({ kind: 'sendmail', client: null }))
  await it.statistics.write()
  const expected = [
    { kind: 'account', name: 'scanner', messages: 2, recipients: 4 },
    { kind: 'client', name: '192.0.2.99', messages: 1, recipients: 2 },
    { kind: 'local', name: '', messages: 1, recipients: 2 },
    { kind: 'network', name: 'Copiers', messages: 1, recipients: 1 },
  ]
  expect(await it.statistics.senders('hour')).toEqual(expected)
  expect(await it.statistics.senders('day')).toEqual(expected)
  const usage = await it.statistics.usage({ kind: 'account', name: 'scanner' }, 'week')
  expect([usage.messages.at(-1), usage.recipients.at(-1), usage.messages.length]).toEqual([2, 4, 168])
  expect((await it.statistics.usage({ kind: 'account', name: 'scanner' }, 'hour')).messages.at(-1)).toBe(2)
})

test('who sends is told at once, before the minute is over and after', async () => {
  const it = await office()
  const scanner = { kind: 'account', name: 'scanner' } as const
  const send = () =>
    accept(it, { ...sampleMessage({ recipients: ['a@x.test'] }), origin: { ...ORIGIN, account: 'scanner' } })
  await send()
  await it.statistics.write()
  await send()
  for (const span of ['hour', 'day', 'week'] as const) {
    expect(await it.statistics.senders(span)).toEqual([{ ...scanner, messages: 2, recipients: 2 }])
    const usage = await it.statistics.usage(scanner, span)
    expect([usage.messages.at(-1), usage.recipients.at(-1)]).toEqual([2, 2])
    expect((await it.statistics.usage({ kind: 'account', name: 'other' }, span)).messages.at(-1)).toBe(0)
  }
})

test('rules tell how often they had a hand in it, also before it is written; a rule that is gone is forgotten', async () => {
  const { statistics, log, clock, config } = await office()
  await statistics.write()
  clock.advance(MINUTE)
  log.ruled(['rest'], '0AM1H75A005')
  log.ruled(['rest'], null)
  const [idle, used] = await statistics.rules()
  expect(idle).toEqual({
    rule: 'office',
    total: 0,
    lastDay: 0,
    lastAt: null,
    lastMessageId: null,
    since: NOON,
  })
  expect(used).toMatchObject({ total: 2, lastDay: 2, lastAt: NOON + MINUTE, lastMessageId: '0AM1H75A005' })
  await statistics.write()
  clock.advance(30 * HOUR)
  expect((await statistics.rules())[1]).toMatchObject({ total: 2, lastDay: 0, lastAt: NOON + MINUTE })

  config.change({ routes: [{ name: 'provider', kind: 'mx' }], rules: [] })
  await statistics.write()
  expect(await statistics.rules()).toEqual([])
})

test('the shape of the queue: open recipients by domain and age', async () => {
  const it = await office()
  const old = sampleMessage({ recipients: ['a@Gmail.test', 'b@gmail.test'], receivedAt: NOON - 2 * HOUR })
  await accept(it, old)
  await accept(it, sampleMessage({ recipients: ['c@other.test'], receivedAt: NOON - MINUTE }))
  const done = await accept(it, sampleMessage({ recipients: ['d@other.test'] }))
  await it.storage.recordResults('me', [delivered(done.id), delivered(old.id, 2)])
  const shape = await it.statistics.shape()
  expect(shape.total).toBe(2)
  expect(shape.ages).toHaveLength(7)
  expect(shape.domains).toEqual([
    { domain: 'gmail.test', total: 1, cells: [0, 0, 0, 1, 0, 0, 0, 0] },
    { domain: 'other.test', total: 1, cells: [1, 0, 0, 0, 0, 0, 0, 0] },
  ])
  expect(shape.others).toEqual({ domains: 0, total: 0, cells: new Array(8).fill(0) })
})

test('domains beyond twenty are told together, and slices miss none', async () => {
  const it = await office()
  const recipients = Array.from({ length: 30 }, (_, index) => `a@d${index % 25}.test`)
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      accept(it, sampleMessage({ recipients, receivedAt: NOON - index })),
    ),
  )
  const shape = await it.statistics.shape()
  expect([shape.total, shape.domains.length, shape.others.domains]).toEqual([1_200, 20, 5])
})

test('failures come by cause, of what waits and of what failed', async () => {
  const it = await office()
  for (const to of ['a@x.test', 'b@x.test']) {
    const message = await accept(it, sampleMessage({ recipients: [to] }))
    await it.storage.recordResults('me', [deferred(message.id, NOON + HOUR)])
  }
  const lost = await accept(it, sampleMessage({ recipients: ['nobody@y.test'] }))
  await it.storage.recordResults('me', [refused(lost.id)])
  const groups = await it.statistics.failures()
  expect(groups).toMatchObject([
    {
      messages: 2,
      states: ['deferred'],
      domains: ['x.test'],
      host: 'smtp.provider.test',
      route: 'provider',
      filter: { states: ['deferred'], route: 'provider' },
    },
    { messages: 1, states: ['failed'], reply: '550 5.1.1 No such user' },
  ])
})

test('the disk: bodies that wait and bodies that are kept are told apart', async () => {
  const it = await office()
  await it.storage.expire({ now: NOON, historyMs: HOUR, bodiesMs: HOUR })
  const kept = await accept(it, sampleMessage({ content: 'x'.repeat(5_000) }))
  await accept(it, sampleMessage({ content: 'x'.repeat(2_000) }))
  await it.storage.recordResults('me', [delivered(kept.id)])
  expect(await it.statistics.disk()).toMatchObject({
    openBodies: 2_000,
    keptBodies: 5_000,
    endedMessages: 1,
    oldestEndedAt: NOON,
    keptSessions: 0,
    freeBytes: 1e9,
  })
})

test('a network that is watched for silence begins now, and is seen with its mail', async () => {
  const it = await office()
  await it.statistics.write()
  it.clock.advance(HOUR)
  await accept(it, { ...sampleMessage(), origin: { ...ORIGIN, network: 'Copiers' } })
  expect(await it.statistics.networksSeen()).toEqual(new Map([['Copiers', NOON + HOUR]]))
})

test('what was never tried waits for the same reason as what was, where its route takes nothing', async () => {
  let reason: string | null = null
  const { storage, clock, statistics } = await office({ whyShut: () => reason })
  const tried = sampleMessage({ route: 'provider' })
  await storage.accept(tried, { owner: 'me', until: NOON + HOUR })
  await storage.recordResults('me', [deferred(tried.id, NOON + HOUR)])
  for (let at = 0; at < 4; at += 1) await storage.accept(sampleMessage({ route: 'provider' }), null)
  expect((await statistics.failures())[0]).toMatchObject({ messages: 1 })

  reason = 'The host does not answer.'
  clock.advance(MINUTE)
  const [group] = await statistics.failures()
  expect(group).toMatchObject({ messages: 5, route: 'provider', states: ['queued', 'active', 'deferred'] })
  const counts = await storage.countMessages(group?.filter ?? {})
  expect(counts.queued + counts.deferred).toBe(5)
})
