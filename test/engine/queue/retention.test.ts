import { expect, it } from 'vitest'
import { Retention } from '../../../main/engine/queue/retention.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { SilentLogger } from '../../support/silent-logger.ts'
import { waitFor } from '../../support/wait-for.ts'
import { advanceUntil, RecordedChanges, TestConfig, temporaryQueue } from './temporary-queue.ts'

const HOUR = 3_600_000

it('removes the history of finished mail when its time is over, and tells which', async () => {
  const queue = await temporaryQueue()
  const retention = new Retention({ ...queue, changes: queue.changes, config: queue.config })
  retention.start()
  const done = await queue.receive({ to: ['a@x.test'] })
  await queue.reaches(done, 'delivered')
  queue.delivery.script = () => null
  const open = await queue.receive({ to: ['b@x.test'] })
  queue.clock.advance(29 * 24 * HOUR)
  expect(await queue.all()).toEqual([done, open])
  await advanceUntil(queue, HOUR, () => queue.changes.removals.length > 0)
  expect(queue.changes.removals).toEqual([done])
  expect(await queue.all()).toEqual([open])
  await retention.stop()
})

it('sweeps at start, every hour, and at once when the settings change; a failure is tried again', async () => {
  const clock = new FakeClock()
  const config = new TestConfig({})
  const sweeps: unknown[] = []
  const storage = {
    expire: async (request: unknown) => {
      sweeps.push(request)
      if (sweeps.length === 2) throw new Error('disk full')
      return []
    },
  }
  const retention = new Retention({
    storage,
    clock,
    config,
    logger: new SilentLogger(),
    changes: new RecordedChanges(),
  })
  const swept = (count: number) => waitFor(`sweep ${count}`, () => sweeps.length === count)
  retention.start()
  await swept(1)
  expect(sweeps[0]).toEqual({ now: clock.now(), historyMs: 30 * 24 * HOUR, bodiesMs: 0 })
  clock.advance(HOUR)
  await swept(2)
  clock.advance(HOUR)
  await swept(3)
  config.change({ retention: { history: '1d', bodies: '2h' } }, ['retention'])
  await swept(4)
  expect(sweeps[3]).toMatchObject({ historyMs: 24 * HOUR, bodiesMs: 2 * HOUR })
  await retention.stop()
  clock.advance(10 * HOUR)
  expect(sweeps).toHaveLength(4)
})
