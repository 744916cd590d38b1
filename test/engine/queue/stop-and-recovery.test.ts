import { describe, expect, it } from 'vitest'
import type { Storage } from '../../../main/engine/storage/storage.ts'
import { waitFor } from '../../support/wait-for.ts'
import { advanceUntil, temporaryQueue } from './temporary-queue.ts'

describe('stop', () => {
  it('lets what is in flight finish, starts nothing, and gives back the rest as it was', async () => {
    const queue = await temporaryQueue()
    queue.delivery.capacities.set('provider', 1)
    queue.delivery.script = () => null
    const flying = await queue.receive({ to: ['a@x.test'] })
    const waiting = await queue.receive({ to: ['b@x.test'] })
    const stopped = queue.queue.stop(new AbortController().signal)
    const late = await queue.receive({ to: ['c@x.test'] })
    ;(await queue.attempted('a@x.test')).answer('250 Taken')
    await stopped
    await queue.reaches(flying, 'delivered')
    for (const id of [waiting, late]) {
      await queue.reaches(id, 'queued')
      expect(await queue.kinds(id)).toEqual(['Reception'])
    }
    expect(queue.delivery.attempts).toHaveLength(1)
  })

  it('ends what is in flight when its time is over, and takes it up at the next start', async () => {
    const before = await temporaryQueue()
    before.delivery.script = (address) => (address === 'a@x.test' ? '250 Taken' : null)
    const id = await before.receive({ to: ['a@x.test', 'b@x.test'] })
    await before.reaches(id, 'delivered', 'active')
    const abort = new AbortController()
    const stopped = before.queue.stop(abort.signal)
    abort.abort()
    await stopped
    await before.reaches(id, 'delivered', 'queued')
    await before.close()
    const after = await temporaryQueue({ folder: before.folder, clock: before.clock })
    await after.reaches(id, 'delivered', 'delivered')
    expect(after.delivery.to('a@x.test')).toEqual([])
    expect(await after.kinds(id)).toEqual(['Reception', 'Delivery', 'Delivery'])
  })

  it('does not wait for a delivery that does not hear', async () => {
    const queue = await temporaryQueue()
    queue.delivery.deliver = () => new Promise(() => {})
    const id = await queue.receive({ to: ['a@x.test'] })
    let isStopped = false
    const stopped = queue.queue.stop(AbortSignal.abort()).then(() => {
      isStopped = true
    })
    await advanceUntil(queue, 1_000, () => isStopped)
    await stopped
    await queue.reaches(id, 'queued')
  })
})

describe('after a crash', () => {
  it('mail that was accepted is delivered, and its history tells of the recovery', async () => {
    const before = await temporaryQueue()
    before.delivery.script = () => null
    const ids = [
      await before.receive({ to: ['a@x.test'] }),
      await before.receive({ to: ['b@x.test', 'c@x.test'] }),
    ]
    await before.attempted('c@x.test')
    await before.close()
    const after = await temporaryQueue({ folder: before.folder, clock: before.clock })
    await after.reaches(ids[0] ?? '', 'delivered')
    await after.reaches(ids[1] ?? '', 'delivered', 'delivered')
    expect(await after.kinds(ids[0] ?? '')).toEqual(['Reception', 'Recovery', 'Delivery'])
  })
})

describe('leases', () => {
  it('are extended while an attempt takes long', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => null
    const id = await queue.receive({ to: ['a@x.test'] })
    const attempt = await queue.attempted('a@x.test')
    for (let minutes = 0; minutes < 60; minutes += 3) {
      const extended = queue.leaseRounds
      queue.clock.advance(180_000)
      await waitFor('the next extension', () => queue.leaseRounds > extended)
    }
    attempt.answer('250 Taken')
    await queue.reaches(id, 'delivered')
    expect(await queue.kinds(id)).toEqual(['Reception', 'Delivery'])
  })

  it('that ran out are taken back, and a result that comes too late changes nothing', async () => {
    const queue = await temporaryQueue({ wrap: withoutExtension })
    queue.delivery.script = () => null
    const id = await queue.receive({ to: ['a@x.test'] })
    const first = await queue.attempted('a@x.test')
    await advanceUntil(queue, 180_000, () => queue.delivery.attempts.length === 2)
    queue.delivery.attempts[1]?.answer('250 Taken')
    await queue.reaches(id, 'delivered')
    first.answer('550 5.1.1 Unknown')
    await waitFor('the late result', () =>
      queue.logger.lines.some(({ message }) => /lease was lost/.test(message)),
    )
    await queue.reaches(id, 'delivered')
    expect(await queue.kinds(id)).toEqual(['Reception', 'Recovery', 'Delivery'])
    expect(await queue.all()).toEqual([id])
  })
})

function withoutExtension(storage: Storage): Storage {
  return { ...storage, extendLease: async () => {} }
}
