import { describe, expect, it } from 'vitest'
import { waitFor } from '../../support/wait-for.ts'
import { SIMPLE, temporaryQueue } from './temporary-queue.ts'

describe('a paused queue', () => {
  it('accepts and starts nothing, and goes on where it was', async () => {
    const queue = await temporaryQueue()
    await queue.queue.pause(null, true, 'window')
    const ids = [await queue.receive({ to: ['a@x.test'] }), await queue.receive({ to: ['b@x.test'] })]
    expect(queue.queue.pauses()).toEqual({ queue: true, routes: [] })
    expect((await queue.message(ids[0] ?? '')).recipients[0]?.state).toBe('queued')
    expect(queue.delivery.attempts).toEqual([])
    await queue.queue.pause(null, false, 'window')
    for (const id of ids) await queue.reaches(id, 'delivered')
    expect(queue.delivery.attempts.map(({ addresses }) => addresses[0])).toEqual(['a@x.test', 'b@x.test'])
  })

  it('stays paused over a restart, and is in the audit', async () => {
    const before = await temporaryQueue()
    await before.queue.pause(null, true, 'cli')
    expect(await before.storage.listAudit(1)).toMatchObject([{ actor: 'cli', action: 'pause' }])
    const id = await before.receive({ to: ['a@x.test'] })
    await before.stop()
    const after = await temporaryQueue({ folder: before.folder, clock: before.clock })
    expect(after.queue.pauses().queue).toBe(true)
    await after.queue.pause(null, false, 'cli')
    await after.reaches(id, 'delivered')
  })
})

describe('a paused route', () => {
  it('lets the others go on', async () => {
    const queue = await temporaryQueue()
    await queue.queue.pause('provider', true, 'window')
    const waiting = await queue.receive({ to: ['a@x.test'] })
    const other = await queue.receive({ to: ['boss@office.test'] })
    const both = await queue.receive({ to: ['b@x.test', 'boss@office.test'] })
    await queue.reaches(other, 'delivered')
    await queue.reaches(both, 'queued', 'delivered')
    expect(queue.queue.pauses()).toEqual({ queue: false, routes: ['provider'] })
    await queue.queue.pause('provider', false, 'window')
    await queue.reaches(waiting, 'delivered')
    await queue.reaches(both, 'delivered', 'delivered')
  })

  it('gives back what waited for room, but finishes what is in flight', async () => {
    const queue = await temporaryQueue()
    queue.delivery.capacities.set('provider', 1)
    queue.delivery.script = () => null
    const flying = await queue.receive({ to: ['a@x.test'] })
    const waiting = await queue.receive({ to: ['b@x.test'] })
    await queue.reaches(waiting, 'active')
    await queue.queue.pause('provider', true, 'window')
    await queue.reaches(waiting, 'queued')
    ;(await queue.attempted('a@x.test')).answer('250 Taken')
    await queue.reaches(flying, 'delivered')
    expect(queue.delivery.attempts).toHaveLength(1)
    await queue.queue.pause('provider', false, 'window')
    ;(await queue.attempted('b@x.test')).answer('250 Taken')
    await queue.reaches(waiting, 'delivered')
  })
})

describe('a route that hangs', () => {
  it('does not keep a healthy one waiting, however much waits for it', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = (address) => (address.endsWith('@x.test') ? null : '250 Taken')
    const stuck = await Promise.all(
      Array.from({ length: 350 }, (_, index) => queue.receive({ to: [`u${index}@x.test`] })),
    )
    expect(queue.delivery.attempts).toHaveLength(20)
    const both = await queue.receive({ to: ['late@x.test', 'boss@office.test'] })
    const healthy = await queue.receive({ to: ['boss@office.test'] })
    await queue.reaches(healthy, 'delivered')
    await waitFor('the healthy half of both', async () => {
      const { recipients } = await queue.message(both)
      return recipients[1]?.state === 'delivered'
    })
    queue.delivery.script = () => '250 Taken'
    for (const attempt of queue.delivery.attempts.slice(0, 20)) attempt.answer('250 Taken')
    for (const id of [...stuck, both])
      await waitFor(`${id} to be done`, async () => (await queue.message(id)).message.state === 'delivered')
    expect(queue.delivery.attempts).toHaveLength(353)
  })

  it('is asked again by itself when it had no capacity at all', async () => {
    const queue = await temporaryQueue()
    queue.delivery.capacities.set('provider', 0)
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'active')
    queue.delivery.capacities.set('provider', 1)
    queue.clock.advance(1_000)
    await queue.reaches(id, 'delivered')
  })

  it('takes its mail in the order in which it came', async () => {
    const queue = await temporaryQueue({ config: SIMPLE })
    queue.delivery.capacities.set('provider', 1)
    queue.delivery.script = () => null
    const addresses = Array.from({ length: 130 }, (_, index) => `u${index}@x.test`)
    for (const address of addresses) {
      queue.clock.advance(1)
      await queue.receive({ to: [address] })
    }
    for (const address of addresses) (await queue.attempted(address)).answer('250 Taken')
    expect(queue.delivery.attempts.map((attempt) => attempt.addresses[0])).toEqual(addresses)
  })
})
