import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { waitFor } from '../../support/wait-for.ts'
import { advanceUntil, SIMPLE, temporaryQueue } from './temporary-queue.ts'

const MINUTE = 60_000

describe('fresh mail', () => {
  it('is tried at once, along the route that the rules choose, and its history kept', async () => {
    const queue = await temporaryQueue()
    const id = await queue.receive({ to: ['anna@customer.example'] })
    const { recipients, events, message } = await queue.reaches(id, 'delivered')
    expect(message.state).toBe('delivered')
    expect(recipients[0]).toMatchObject({
      route: 'provider',
      attempts: 1,
      lastHost: 'mx1.next.test [192.0.2.7]',
    })
    expect(events).toMatchObject([
      { kind: 'Reception' },
      {
        kind: 'Delivery',
        recipient: 'anna@customer.example',
        route: 'provider',
        rule: 'rest',
        reply: { code: 250, enhanced: '2.0.0', text: 'Taken' },
      },
    ])
    expect(queue.changes).toMatchObject({ acceptances: 1, deliveries: 1 })
  })

  it('reaches the next hop as it came in, as often as it is opened', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => null
    await queue.receive({ to: ['anna@customer.example'], text: 'Subject: x\r\n\r\nbody\r\n' })
    const { request } = await queue.attempted('anna@customer.example')
    for (let times = 0; times < 2; times++)
      expect(await text(await request.openBody())).toBe('Subject: x\r\n\r\nbody\r\n')
  })

  it('goes in one attempt per route, with all recipients of that route', async () => {
    const queue = await temporaryQueue()
    const id = await queue.receive({ to: ['a@x.test', 'boss@office.test', 'b@y.test'] })
    await queue.reaches(id, 'delivered', 'delivered', 'delivered')
    expect(queue.delivery.attempts.map(({ request, addresses }) => [request.route.name, addresses])).toEqual([
      ['provider', ['a@x.test', 'b@y.test']],
      ['mailboxes', ['boss@office.test']],
    ])
  })

  it('waits in the store while the queue has not started', async () => {
    const queue = await temporaryQueue({ start: false })
    const id = await queue.receive({ to: ['a@x.test'] })
    expect((await queue.message(id)).recipients[0]).toMatchObject({ state: 'queued', route: 'provider' })
    await queue.queue.start()
    await queue.reaches(id, 'delivered')
  })

  it('is not kept where the store refuses it', async () => {
    const queue = await temporaryQueue({
      wrap: (storage) => ({ ...storage, accept: () => Promise.reject(new Error('disk full')) }),
    })
    await expect(queue.receive({ to: ['a@x.test'] })).rejects.toThrow('disk full')
    expect(queue.delivery.attempts).toEqual([])
    expect(queue.changes.acceptances).toBe(0)
  })
})

describe('a next hop that says "later"', () => {
  it('is tried again when the schedule says so, until it takes the mail', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => '451 4.7.1 Greylisted'
    const id = await queue.receive({ to: ['a@x.test'] })
    const first = await queue.reaches(id, 'deferred')
    expect(first.recipients[0]).toMatchObject({
      attempts: 1,
      nextAttemptAt: queue.clock.now() + MINUTE,
      lastReply: { code: 451, enhanced: '4.7.1', text: 'Greylisted' },
    })
    expect(queue.changes.failures).toEqual(['provider: 451 4.7.1 Greylisted'])
    queue.clock.advance(MINUTE - 1)
    expect(queue.delivery.attempts).toHaveLength(1)
    await advanceUntil(queue, 1, () => queue.delivery.attempts.length === 2)
    await waitFor('the second delay', async () => (await queue.message(id)).recipients[0]?.attempts === 2)
    const second = await queue.reaches(id, 'deferred')
    expect(second.recipients[0]?.nextAttemptAt).toBe((second.events.at(-1)?.at ?? 0) + 5 * MINUTE)
    queue.delivery.script = () => '250 Taken'
    await advanceUntil(queue, 5 * MINUTE, () => queue.delivery.attempts.length === 3)
    await queue.reaches(id, 'delivered')
    expect(await queue.kinds(id)).toEqual(['Reception', 'TransientFailure', 'TransientFailure', 'Delivery'])
  })

  it('holds back only the recipients it says it for', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = (address) =>
      address === 'b@x.test' ? '452 4.2.2 Full' : address === 'c@x.test' ? '550 5.1.1 Unknown' : '250 Taken'
    const id = await queue.receive({ to: ['a@x.test', 'b@x.test', 'c@x.test'] })
    await queue.reaches(id, 'delivered', 'deferred', 'bounced')
    queue.delivery.script = () => '250 Taken'
    await advanceUntil(queue, MINUTE, () => queue.delivery.to('b@x.test').length === 2)
    await queue.reaches(id, 'delivered', 'delivered', 'bounced')
    expect(queue.delivery.to('a@x.test')).toHaveLength(1)
    expect(queue.delivery.to('c@x.test')).toHaveLength(1)
  })

  it('uses the schedule of the route where that has its own', async () => {
    const routes = [{ name: 'provider', kind: 'capture' as const, retry: { schedule: ['10s'] } }]
    const rules = [{ name: 'all', action: { kind: 'route' as const, route: 'provider' } }]
    const queue = await temporaryQueue({ config: { routes, rules } })
    queue.delivery.script = () => 'connection refused'
    const id = await queue.receive({ to: ['a@x.test'] })
    const { recipients } = await queue.reaches(id, 'deferred')
    expect(recipients[0]?.nextAttemptAt).toBe(queue.clock.now() + 10_000)
  })
})

describe('an accepted recipient', () => {
  it('is on record before the others of the same attempt are answered', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = (address) => (address === 'a@x.test' ? '250 Taken' : null)
    const id = await queue.receive({ to: ['a@x.test', 'b@x.test'] })
    await queue.reaches(id, 'delivered', 'active')
    const attempt = await queue.attempted('b@x.test')
    attempt.answer('250 Taken')
    await queue.reaches(id, 'delivered', 'delivered')
  })

  it('is recorded when the store works again', async () => {
    let failures = 2
    const queue = await temporaryQueue({
      wrap: (storage) => ({
        ...storage,
        recordResults: (owner, results) =>
          failures-- > 0 ? Promise.reject(new Error('disk full')) : storage.recordResults(owner, results),
      }),
    })
    const id = await queue.receive({ to: ['a@x.test'] })
    await advanceUntil(queue, 1_000, () => failures < 0)
    await queue.reaches(id, 'delivered')
    expect(queue.delivery.attempts).toHaveLength(1)
  })
})

describe('a delivery that fails itself', () => {
  it('defers what it left unanswered', async () => {
    const queue = await temporaryQueue()
    queue.delivery.deliver = () => Promise.reject(new Error('a bug'))
    const id = await queue.receive({ to: ['a@x.test'] })
    const { recipients } = await queue.reaches(id, 'deferred')
    expect(recipients[0]?.lastReply?.text).toMatch(/without an answer/)
  })
})

describe('a recipient that found no connection', () => {
  it('keeps its number of attempts and is tried again soon, without a trace in its history', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => 'released'
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'queued')
    queue.delivery.script = () => '250 Taken'
    await advanceUntil(queue, 2_000, () => queue.delivery.attempts.length === 2)
    const { recipients } = await queue.reaches(id, 'delivered')
    expect(recipients[0]?.attempts).toBe(1)
    expect(await queue.kinds(id)).toEqual(['Reception', 'Delivery'])
  })
})

describe('rules that do not lead to a route', () => {
  const config = (action: unknown) => ({ ...SIMPLE, rules: [{ name: 'first', action: action as never }] })

  it('hold, with the reason', async () => {
    const queue = await temporaryQueue({ config: config({ kind: 'hold', reason: 'Ask Anna first' }) })
    const id = await queue.receive({ to: ['a@x.test'] })
    const { recipients, events } = await queue.reaches(id, 'held')
    expect(recipients[0]).toMatchObject({ hold: 'rule', lastReply: { text: 'Ask Anna first' } })
    expect(events.at(-1)).toMatchObject({ kind: 'Hold', rule: 'first' })
  })

  it('hold no second time what the operator released', async () => {
    const rules = [{ name: 'ask', action: { kind: 'hold' as const } }, ...(SIMPLE.rules ?? [])]
    const queue = await temporaryQueue({ config: { ...SIMPLE, rules } })
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'held')
    await queue.queue.operate('release', { kind: 'ids', ids: [id] }, 'window')
    await queue.reaches(id, 'delivered')
  })

  it('discard, and say so', async () => {
    const queue = await temporaryQueue({ config: config({ kind: 'discard' }) })
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'cancelled')
    expect(await queue.kinds(id)).toEqual(['Reception', 'Discard'])
  })

  it('reject for good, with a report to the sender', async () => {
    const rules = [
      {
        name: 'no',
        match: { recipients: ['a@x.test'] },
        action: { kind: 'reject' as const, text: 'Not from here' },
      },
      ...(SIMPLE.rules ?? []),
    ]
    const queue = await temporaryQueue({ config: { ...SIMPLE, rules } })
    const id = await queue.receive({ to: ['a@x.test'] })
    const { recipients } = await queue.reaches(id, 'bounced')
    expect(recipients[0]?.lastReply).toEqual({ code: 550, enhanced: '5.7.1', text: 'Not from here' })
    await queue.attempted('scanner@office.test')
  })

  it('reject for now, and ask again later', async () => {
    const queue = await temporaryQueue({ config: config({ kind: 'reject', code: 451 }) })
    const id = await queue.receive({ to: ['a@x.test'] })
    const { recipients } = await queue.reaches(id, 'deferred')
    expect(recipients[0]).toMatchObject({ attempts: 1, nextAttemptAt: queue.clock.now() + MINUTE })
  })
})

describe('a mended route', () => {
  it('is tried at once with the mail that waits for it, but not while it is paused', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => '451 4.4.1 No answer'
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'deferred')
    queue.delivery.script = () => '250 Taken'
    await queue.queue.pause('provider', true, 'test')
    queue.config.change(SIMPLE, ['routes'], ['provider'])
    await waitFor('an earlier attempt', async () => {
      const { recipients } = await queue.message(id)
      return recipients[0]?.nextAttemptAt === queue.clock.now()
    })
    expect(queue.delivery.to('a@x.test')).toHaveLength(1)
    await queue.queue.pause('provider', false, 'test')
    await queue.reaches(id, 'delivered')
  })
})

describe('mail without a route', () => {
  it('is held with a sentence that says what to do, and goes on by itself when there is one', async () => {
    const queue = await temporaryQueue({ config: {} })
    const id = await queue.receive({ to: ['a@x.test'] })
    const { recipients } = await queue.reaches(id, 'held')
    expect(recipients[0]).toMatchObject({
      hold: 'no-route',
      lastReply: { text: expect.stringMatching(/No route yet/) },
    })
    queue.config.change(SIMPLE)
    await queue.reaches(id, 'delivered')
    expect(await queue.kinds(id)).toEqual(['Reception', 'Hold', 'Release', 'Delivery'])
  })

  it.each([
    ['no rule matches', { ...SIMPLE, rules: [] }, /No relay rule matches/],
    ['the route of a rule is gone', { ...SIMPLE, routes: SIMPLE.routes?.slice(1) ?? [] }, /does not exist/],
  ])('is held where %s', async (_, config, words) => {
    const queue = await temporaryQueue({ config })
    const id = await queue.receive({ to: ['a@x.test'] })
    const { recipients } = await queue.reaches(id, 'held')
    expect(recipients[0]?.lastReply?.text).toMatch(words)
  })

  it('goes on when the configuration was replaced while nobody ran', async () => {
    const before = await temporaryQueue({ config: {} })
    const id = await before.receive({ to: ['a@x.test'] })
    await before.reaches(id, 'held')
    await before.stop()
    const after = await temporaryQueue({ folder: before.folder, clock: before.clock })
    await after.reaches(id, 'delivered')
  })

  it("leaves the operator's hold alone when rules change", async () => {
    const queue = await temporaryQueue()
    await queue.queue.pause(null, true, 'window')
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.queue.operate('hold', { kind: 'ids', ids: [id] }, 'window')
    await queue.queue.pause(null, false, 'window')
    queue.config.change(SIMPLE)
    const other = await queue.receive({ to: ['b@x.test'] })
    await queue.reaches(other, 'delivered')
    await queue.reaches(id, 'held')
  })
})

describe('a change of rules', () => {
  it('takes waiting mail to the new route at its next attempt', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => 'connection refused'
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'deferred')
    queue.config.change({
      ...SIMPLE,
      rules: [{ name: 'all', action: { kind: 'route', route: 'mailboxes' } }],
    })
    queue.delivery.script = () => '250 Taken'
    await advanceUntil(queue, MINUTE, () => queue.delivery.attempts.length === 2)
    const { recipients } = await queue.reaches(id, 'delivered')
    expect(recipients[0]?.route).toBe('mailboxes')
  })

  it('takes mail off a paused route, and off one without room', async () => {
    const queue = await temporaryQueue()
    await queue.queue.pause('provider', true, 'window')
    queue.delivery.capacities.set('mailboxes', 0)
    const paused = await queue.receive({ to: ['a@x.test'] })
    const crowded = await queue.receive({ to: ['boss@office.test'] })
    const routes = [...(SIMPLE.routes ?? []), { name: 'sandbox', kind: 'capture' as const }]
    queue.config.change({ routes, rules: [{ name: 'all', action: { kind: 'route', route: 'sandbox' } }] })
    await queue.reaches(paused, 'delivered')
    await queue.reaches(crowded, 'delivered')
  })
})
