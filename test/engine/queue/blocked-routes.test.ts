import { describe, expect, it } from 'vitest'
import { advanceUntil, temporaryQueue } from './temporary-queue.ts'

it('a route that gets in again takes what waits for its next try', async () => {
  const queue = await temporaryQueue()
  queue.delivery.script = () => '451 Sign in'
  const id = await queue.receive({ to: ['a@x.test'] })
  await queue.reaches(id, 'deferred')
  queue.delivery.script = () => '250 Taken'
  await queue.queue.mend('provider')
  await advanceUntil(queue, 1_000, async () => (await queue.message(id)).recipients[0]?.state === 'delivered')
  expect(queue.clock.now() - (await queue.message(id)).message.receivedAt).toBeLessThan(30_000)
})

describe('a blocked route', () => {
  it('keeps its mail as it is and lets the others go on, until the block ends', async () => {
    const queue = await temporaryQueue()
    queue.delivery.blocks.set('provider', { until: null, text: 'Sign in first.' })
    queue.delivery.blocksChanged()
    const waiting = await queue.receive({ to: ['a@x.test'] })
    const both = await queue.receive({ to: ['b@x.test', 'boss@office.test'] })
    await queue.reaches(both, 'queued', 'delivered')
    expect((await queue.message(waiting)).recipients[0]).toMatchObject({ state: 'queued', attempts: 0 })
    queue.delivery.blocks.clear()
    queue.delivery.blocksChanged()
    await queue.reaches(waiting, 'delivered')
    await queue.reaches(both, 'delivered', 'delivered')
  })

  it('gets a try at once when the operator wants mail sent now', async () => {
    const queue = await temporaryQueue()
    queue.delivery.blocks.set('provider', { until: queue.clock.now() + 480_000, text: 'No host answers.' })
    queue.delivery.blocksChanged()
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.queue.operate('send-now', { kind: 'ids', ids: [id] }, 'test')
    await queue.reaches(id, 'delivered')
  })

  it('goes on when the time of the block is over, without being told', async () => {
    const queue = await temporaryQueue()
    const until = queue.clock.now() + 60_000
    queue.delivery.blocks.set('provider', { until, text: 'Paced.' })
    queue.delivery.blocksChanged()
    const id = await queue.receive({ to: ['a@x.test'] })
    queue.delivery.blocks.clear()
    queue.clock.advance(59_999)
    expect((await queue.message(id)).recipients[0]?.state).toBe('queued')
    queue.clock.advance(1)
    await queue.reaches(id, 'delivered')
  })

  it('gives back what waited for room, but not for a moment', async () => {
    const queue = await temporaryQueue()
    queue.delivery.capacities.set('provider', 1)
    queue.delivery.script = () => null
    await queue.receive({ to: ['first@x.test'] })
    const waiting = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(waiting, 'active')
    const now = queue.clock.now()
    queue.delivery.blocks.set('provider', { until: now + 5_000, text: 'Paced.' })
    queue.delivery.blocksChanged()
    ;(await queue.attempted('first@x.test')).answer('250 Taken')
    await queue.reaches((await queue.all())[0] ?? '', 'delivered')
    expect((await queue.message(waiting)).recipients[0]?.state).toBe('active')
    expect(queue.delivery.attempts).toHaveLength(1)
    queue.delivery.blocks.set('provider', { until: now + 60_000, text: 'Paced.' })
    queue.delivery.blocksChanged()
    await queue.reaches(waiting, 'queued')
    queue.delivery.blocks.clear()
    queue.delivery.blocksChanged()
    ;(await queue.attempted('a@x.test')).answer('250 Taken')
    await queue.reaches(waiting, 'delivered')
  })
})
