import { expect, test } from 'vitest'
import { FigureLog } from '../../../main/engine/statistics/figure-log.ts'
import { createEventHub } from '../../../main/engine/status/event-hub.ts'
import { QueueMeter } from '../../../main/engine/status/queue-meter.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { NOON, sampleMessage } from '../../support/sample-message.ts'
import { deferred, delivered } from '../../support/sample-results.ts'
import { SilentLogger } from '../../support/silent-logger.ts'
import { temporaryQueue } from '../queue/temporary-queue.ts'

test('the rules that have a hand in mail are told once for each recipient, at reception', async () => {
  const queue = await temporaryQueue()
  const id = await queue.receive({ to: ['ann@office.test', 'bob@office.test', 'tom@elsewhere.test'] })
  await queue.attempted('tom@elsewhere.test')
  expect(queue.changes.rules).toEqual(['local', 'local', 'rest'])
  expect(id).toMatch(/\S/)
})

test('a report that Mailroom writes tells its rule at its first attempt, and not again', async () => {
  const queue = await temporaryQueue()
  queue.delivery.script = (address) => (address === 'tom@office.test' ? '550 5.1.1 Unknown' : '250 Taken')
  const id = await queue.receive({ sender: 'scanner@elsewhere.test', to: ['tom@office.test'] })
  await queue.reaches(id, 'bounced')
  await queue.attempted('scanner@elsewhere.test')
  expect(queue.changes.rules).toEqual(['local', 'rest'])
})

test('results are told when they are on disk', async () => {
  const queue = await temporaryQueue()
  const id = await queue.receive({ to: ['tom@elsewhere.test'] })
  const attempt = await queue.attempted('tom@elsewhere.test')
  expect(queue.changes.results).toEqual([])
  attempt.answer('250 ok')
  await queue.reaches(id, 'delivered')
  expect(queue.changes.results.map(({ event }) => event.kind)).toEqual(['Deliver'])
})

test('the meter says when an attempt last ended; one that was given back is none', () => {
  const clock = new FakeClock(NOON)
  const hub = createEventHub({
    clock,
    logger: new SilentLogger(),
    readRows: async () => [],
    readStatus: () => Promise.reject(new Error('nobody watches')),
    watchSessions: () => () => {},
  })
  const meter = new QueueMeter(clock, hub, new FigureLog(clock))
  meter.accepted(sampleMessage())
  expect(meter.lastOutcomeAt).toBeNull()
  const returned = { kind: 'ReleaseLease', route: 'provider', nextAttemptAt: NOON } as const
  meter.recorded([{ ...delivered('x'), event: returned }])
  expect(meter.lastOutcomeAt).toBeNull()
  meter.recorded([deferred('x', NOON)])
  expect(meter.lastOutcomeAt).toBe(NOON)
})
