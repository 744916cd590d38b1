import { expect, test } from 'vitest'
import { clockTime } from '../../../../main/engine/inbound/limits/clock-time.ts'
import { createRateLimits } from '../../../../main/engine/inbound/limits/rate-limits.ts'
import { createSendingLimits, type Sender } from '../../../../main/engine/inbound/limits/sending-limits.ts'
import { limitsSchema } from '../../../../shared/domain/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const account = (limits: Sender['limits']): Sender => ({ kind: 'account', username: 'scanner', limits })
const copier = (client: string, limits: Sender['limits']): Sender => ({
  kind: 'network',
  network: 'copiers',
  client,
  limits,
})

test('messages an hour: refused with the time when it goes on, and goes on by itself', () => {
  const clock = new FakeClock()
  const sending = createSendingLimits(clock)
  const scanner = account({ messagesPerHour: 2 })
  for (let message = 0; message < 2; message += 1) {
    expect(sending.mayBegin(scanner)).toBeNull()
    expect(sending.take(scanner, 1).kind).toBe('taken')
    clock.advance(10 * MINUTE)
  }
  const room = clockTime(clock.now() + 41 * MINUTE, clock.now())
  expect(sending.mayBegin(scanner)).toMatchObject({
    code: 450,
    enhanced: '4.7.1',
    text: `This account may send 2 messages an hour; goes on at ${room}`,
    note: 'account scanner: 2 of 2 (messagesPerHour)',
  })
  expect(sending.reached(scanner)).toBe(`2 of 2 messages this hour; goes on at ${room}`)
  expect(sending.take(scanner, 1).kind).toBe('refused')
  clock.advance(41 * MINUTE)
  expect(sending.mayBegin(scanner)).toBeNull()
  expect(sending.usage({ kind: 'account', username: 'scanner' })).toEqual({
    messagesLastHour: 1,
    messagesLastDay: 2,
    recipientsLastHour: 1,
    recipientsLastDay: 2,
  })
})

test('recipients a day: what a message has already counts, the longest wait is named', () => {
  const clock = new FakeClock()
  const sending = createSendingLimits(clock)
  const scanner = account({ recipientsPerDay: 5, recipientsPerHour: 5 })
  sending.take(scanner, 3)
  expect(sending.mayAdd(scanner, 1)).toBeNull()
  expect(sending.mayAdd(scanner, 2)).toMatchObject({
    code: 452,
    enhanced: '4.5.3',
    text: expect.stringMatching(/^This account may send 5 recipients a day; goes on at \d\d:\d\d tomorrow$/),
  })
})

test('messages that run beside each other share one limit, and what is not accepted is given back', () => {
  const sending = createSendingLimits(new FakeClock())
  const scanner = account({ messagesPerDay: 1 })
  const first = sending.take(scanner, 1)
  expect(sending.take(scanner, 1).kind).toBe('refused')
  if (first.kind === 'taken') {
    first.giveBack()
    first.giveBack()
  }
  expect(sending.take(scanner, 1).kind).toBe('taken')
  expect(sending.take(scanner, 1).kind).toBe('refused')
})

test('each client of a network is counted by itself', () => {
  const sending = createSendingLimits(new FakeClock())
  const limits = { messagesPerHour: 1 }
  expect(sending.take(copier('192.0.2.1', limits), 1).kind).toBe('taken')
  expect(sending.mayBegin(copier('192.0.2.1', limits))?.text).toMatch(
    /^192\.0\.2\.1 in network copiers may send 1 message an hour/,
  )
  expect(sending.mayBegin(copier('192.0.2.2', limits))).toBeNull()
})

test('a start takes over what the store knows, never too little', () => {
  const clock = new FakeClock(Date.UTC(2026, 0, 5, 9, 30))
  const sending = createSendingLimits(clock)
  const row = { account: 'scanner', network: null, client: '192.0.2.1', recipients: 4 }
  const lastHour = [
    { ...row, hour: Date.UTC(2026, 0, 5, 9), messages: 2 },
    { ...row, hour: Date.UTC(2026, 0, 5, 8), messages: 1 },
  ]
  sending.seed(lastHour, [...lastHour, { ...row, hour: Date.UTC(2026, 0, 4, 10), messages: 7 }])
  const name = { kind: 'account', username: 'scanner' } as const
  expect(sending.usage(name)).toMatchObject({
    messagesLastHour: 3,
    messagesLastDay: 10,
    recipientsLastDay: 12,
  })
  clock.advance(30 * MINUTE)
  expect(sending.usage(name).messagesLastHour).toBe(2)
  clock.advance(HOUR)
  expect(sending.usage(name)).toMatchObject({ messagesLastHour: 0, messagesLastDay: 3 })
})

test('a minute has so many connections, messages and recipients of one client, and of all', () => {
  const clock = new FakeClock()
  const limits = limitsSchema.parse({
    perClient: { connectionsPerMinute: 2, recipientsPerMinute: 1 },
    overall: { messagesPerMinute: 1, connectionsPerMinute: 3 },
  })
  const rates = createRateLimits(clock, () => limits)
  const connect = (client: string) => rates.connection(client)?.code ?? null
  expect(['a', 'a', 'a', 'b', 'c'].map(connect)).toEqual([null, null, 421, null, 421])
  expect(rates.message('a')).toBeNull()
  expect(rates.message('b')).toMatchObject({ code: 450, enhanced: '4.7.1' })
  expect(rates.recipient('a')).toBeNull()
  expect(rates.recipient('a')).toMatchObject({ code: 452, enhanced: '4.5.3' })
  expect(rates.recipient('b')).toBeNull()
  clock.advance(61_000)
  expect(connect('a')).toBeNull()
  expect(rates.message('b')).toBeNull()
})
