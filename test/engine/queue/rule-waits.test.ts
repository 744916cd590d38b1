import { describe, expect, it } from 'vitest'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import { waitFor } from '../../support/wait-for.ts'
import { temporaryQueue } from './temporary-queue.ts'

type Changes = NonNullable<NonNullable<ConfigInput['rules']>[number]['changes']>

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function waiting(...changes: Changes): ConfigInput {
  return {
    routes: [{ name: 'provider', kind: 'smarthost', host: 'smtp.provider.test' }],
    rules: [{ name: 'slow', action: { kind: 'route', route: 'provider' }, changes }],
    retry: { expireAfter: '2d' },
  }
}

describe('mail that a rule delays', () => {
  it('waits without an attempt and goes on by itself', async () => {
    const queue = await temporaryQueue({ config: waiting({ kind: 'delay', for: '10m' }) })
    const id = await queue.receive({ to: ['a@x.test'] })
    const message = await queue.reaches(id, 'deferred')
    expect(message.recipients[0]).toMatchObject({
      attempts: 0,
      route: 'provider',
      nextAttemptAt: queue.clock.now() + 10 * MINUTE,
    })
    expect(message.events.at(-1)).toMatchObject({
      kind: 'Wait',
      rule: 'slow',
      route: 'provider',
      reply: { text: 'Waits 10m after reception by the relay rule "slow".' },
    })
    expect(queue.delivery.attempts).toEqual([])
    queue.clock.advance(10 * MINUTE)
    // The scheduler may learn of the next due time only now: the clock has to go on for its timer.
    await waitFor('an attempt', () => {
      queue.clock.advance(1)
      return queue.delivery.attempts.length > 0
    })
    await queue.reaches(id, 'delivered')
  })

  it('says so once, however often it is asked again', async () => {
    const queue = await temporaryQueue({ config: waiting({ kind: 'delay', for: '10m' }) })
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'deferred')
    await queue.queue.operate('send-now', { kind: 'ids', ids: [id] }, 'test')
    await queue.reaches(id, 'deferred')
    expect(await queue.kinds(id)).toEqual(['Reception', 'Wait', 'SendNow'])
  })

  it('is given up in the usual way where it waits too long', async () => {
    const queue = await temporaryQueue({ config: waiting({ kind: 'delay', for: '10d' }) })
    const id = await queue.receive({ to: ['a@x.test'] })
    const message = await queue.reaches(id, 'deferred')
    expect(message.recipients[0]?.nextAttemptAt).toBe(queue.clock.now() + 48 * HOUR)
    queue.clock.advance(48 * HOUR)
    await queue.reaches(id, 'expired')
    expect(await queue.all()).toHaveLength(2)
  })

  it('waits for its hours', async () => {
    // The clock stands at a Monday, 09:00.
    const windows = [{ days: ['mon' as const], from: '22:00', to: '06:00' }]
    const queue = await temporaryQueue({ config: waiting({ kind: 'delay-until', windows }) })
    const id = await queue.receive({ to: ['a@x.test'] })
    const message = await queue.reaches(id, 'deferred')
    expect(message.recipients[0]?.nextAttemptAt).toBe(queue.clock.now() + 13 * HOUR)
    expect(message.events.at(-1)?.reply?.text).toBe(
      'Waits for the times of the relay rule "slow": mon 22:00-06:00.',
    )
    queue.clock.advance(13 * HOUR)
    await queue.reaches(id, 'delivered')
  })

  it('hears at once of rules that no longer delay it', async () => {
    const queue = await temporaryQueue({ config: waiting({ kind: 'delay', for: '10m' }) })
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'deferred')
    queue.config.change(waiting())
    await queue.queue.operate('send-now', { kind: 'ids', ids: [id] }, 'test')
    await queue.reaches(id, 'delivered')
  })
})

describe('a rate limit', () => {
  it('lets so many messages through, and the others in turn', async () => {
    const limit = { kind: 'rate-limit' as const, messages: 2, per: '1m' }
    const queue = await temporaryQueue({ config: waiting(limit) })
    const ids: string[] = []
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      ids.push(await queue.receive({ to: [`${name}@x.test`, `${name}@y.test`] }))
    for (const id of ids.slice(0, 2)) await queue.reaches(id, 'delivered', 'delivered')
    for (const id of ids.slice(2)) await queue.reaches(id, 'deferred', 'deferred')
    const times = await Promise.all(
      ids.slice(2).map(async (id) => (await queue.message(id)).recipients[0]?.nextAttemptAt),
    )
    const start = queue.clock.now()
    expect(times).toEqual([start + MINUTE, start + MINUTE, start + 2 * MINUTE])
    expect((await queue.message(ids[2] ?? '')).events.at(-1)?.reply?.text).toBe(
      'Waits for its turn: the relay rule "slow" lets 2 in 1m through.',
    )
    queue.clock.advance(MINUTE)
    await queue.reaches(ids[3] ?? '', 'delivered', 'delivered')
    await waitFor('four attempts', () => queue.delivery.attempts.length === 4)
    queue.clock.advance(MINUTE)
    await queue.reaches(ids[4] ?? '', 'delivered', 'delivered')
  })
})
