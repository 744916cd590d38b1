import { describe, expect, it } from 'vitest'
import { SIMPLE, temporaryQueue } from './temporary-queue.ts'

const ALL = { kind: 'filter' as const, filter: {} }

describe('Send now', () => {
  it('tries deferred mail at once', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => 'connection refused'
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'deferred')
    queue.delivery.script = () => '250 Taken'
    expect(await queue.queue.operate('send-now', { kind: 'ids', ids: [id] }, 'window')).toEqual({
      changed: 1,
      unchanged: 0,
    })
    await queue.reaches(id, 'delivered')
    expect(await queue.kinds(id)).toEqual(['Reception', 'TransientFailure', 'SendNow', 'Delivery'])
  })
})

describe('hold and release', () => {
  it('keep mail from being tried, and let it go on', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => 'connection refused'
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'deferred')
    await queue.queue.operate('hold', ALL, 'window')
    queue.delivery.script = () => '250 Taken'
    queue.clock.advance(86_400_000)
    await queue.reaches(id, 'held')
    expect(queue.delivery.attempts).toHaveLength(1)
    await queue.queue.operate('release', ALL, 'window')
    await queue.reaches(id, 'delivered')
  })
})

describe.each(['hold', 'delete', 'bounce'] as const)('%s', (operation) => {
  const after = { hold: 'held', delete: 'cancelled', bounce: 'bounced' }[operation]

  it('reaches mail that waits for room on its route, and leaves alone what is in flight', async () => {
    const queue = await temporaryQueue()
    queue.delivery.capacities.set('provider', 1)
    queue.delivery.script = () => null
    const flying = await queue.receive({ to: ['a@x.test'] })
    const waiting = await queue.receive({ to: ['b@x.test'] })
    await queue.reaches(waiting, 'active')
    expect(await queue.queue.operate(operation, ALL, 'window')).toEqual({ changed: 1, unchanged: 1 })
    await queue.reaches(waiting, after)
    ;(await queue.attempted('a@x.test')).answer('250 Taken')
    await queue.reaches(flying, 'delivered')
    expect(queue.delivery.to('b@x.test')).toEqual([])
  })

  it('names only what was selected', async () => {
    const queue = await temporaryQueue()
    queue.delivery.capacities.set('provider', 0)
    const one = await queue.receive({ to: ['a@x.test'] })
    const other = await queue.receive({ to: ['b@x.test'] })
    await queue.queue.operate(operation, { kind: 'ids', ids: [one] }, 'window')
    await queue.reaches(one, after)
    await queue.reaches(other, 'active')
  })
})

describe('bounce', () => {
  it('ends waiting, deferred and held mail with a report, and says who did it', async () => {
    const queue = await temporaryQueue({
      config: { ...SIMPLE, rules: [{ name: 'hold', action: { kind: 'hold' } }] },
    })
    const held = await queue.receive({ to: ['a@x.test', 'b@x.test'] })
    await queue.reaches(held, 'held', 'held')
    const quiet = await queue.receive({ to: ['c@x.test'], sender: '' })
    await queue.reaches(quiet, 'held')
    queue.config.change(SIMPLE)
    queue.delivery.script = (address) => (address === 'scanner@office.test' ? null : '250 Taken')
    expect(await queue.queue.operate('bounce', ALL, 'window')).toEqual({ changed: 2, unchanged: 0 })
    const { events } = await queue.reaches(held, 'bounced', 'bounced')
    expect(events.at(-1)).toMatchObject({
      kind: 'AdminBounce',
      note: 'By window. The sender is told: scanner@office.test',
    })
    await queue.reaches(quiet, 'bounced')
    await queue.attempted('scanner@office.test')
    expect(await queue.all()).toHaveLength(3)
    expect(await queue.storage.listAudit(1)).toMatchObject([
      { actor: 'window', action: 'bounce', detail: { changed: 2 } },
    ])
  })

  it('goes slice by slice through any number', async () => {
    const queue = await temporaryQueue({ config: {} })
    for (let index = 0; index < 120; index++) await queue.receive({ to: ['a@x.test'], sender: '' })
    expect(await queue.queue.operate('bounce', ALL, 'window')).toEqual({ changed: 120, unchanged: 0 })
    expect(await queue.storage.countMessages({})).toMatchObject({ failed: 120, held: 0 })
  })
})
