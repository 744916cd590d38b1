import { describe, expect, it } from 'vitest'
import { readDeliveryReport } from '../../support/delivery-report.ts'
import { advanceUntil, SIMPLE, type TemporaryQueue, temporaryQueue } from './temporary-queue.ts'

const MINUTE = 60_000
const SENDER = 'scanner@office.test'

/** The reports wait for the test, so that they stay in the store. */
async function pausedQueue(delayNoticeAfter = '4h'): Promise<TemporaryQueue> {
  const queue = await temporaryQueue({ config: { ...SIMPLE, retry: { delayNoticeAfter } } })
  queue.delivery.script = (address) => (address === SENDER ? null : '250 Taken')
  await queue.queue.pause('provider', true, 'window')
  return queue
}

const reported = (queue: TemporaryQueue) => async () => queue.delivery.to(SENDER).length > 0

describe('mail that waits without an attempt', () => {
  it('is told of when the time has come, though its route is paused', async () => {
    const queue = await pausedQueue()
    const start = queue.clock.now()
    const id = await queue.receive({ to: ['a@x.test', 'b@x.test'] })
    await advanceUntil(queue, 5 * MINUTE, reported(queue))
    expect(queue.clock.now()).toBeGreaterThanOrEqual(start + 240 * MINUTE)
    const { request } = await queue.attempted(SENDER)
    const { content } = await queue.storage.readBody(request.message, 100_000)
    const { recipients, text } = await readDeliveryReport(content)
    expect(recipients.map((fields) => [fields.get('action'), fields.get('status')])).toEqual([
      ['delayed', '4.3.2'],
      ['delayed', '4.3.2'],
    ])
    expect(recipients[0]?.has('last-attempt-date')).toBe(false)
    expect(recipients[0]?.has('will-retry-until')).toBe(true)
    expect(text).toContain('It waits on this server')
    const detail = await queue.message(id)
    expect(detail.events.filter(({ kind }) => kind === 'DelayNotice')).toHaveLength(2)
    expect(detail.recipients.map(({ state }) => state)).toEqual(['queued', 'queued'])
  })

  it('is told of once, and goes on when the route does', async () => {
    const queue = await pausedQueue()
    const id = await queue.receive({ to: ['a@x.test'] })
    await advanceUntil(queue, 5 * MINUTE, reported(queue))
    for (let round = 0; round < 10; round++) queue.clock.advance(30 * MINUTE)
    await queue.queue.pause('provider', false, 'window')
    await queue.reaches(id, 'delivered')
    expect(await queue.all()).toHaveLength(2)
  })

  it('is told of by the delay of its route', async () => {
    const queue = await temporaryQueue({
      config: {
        ...SIMPLE,
        routes: [
          {
            name: 'provider',
            kind: 'smarthost',
            host: 'smtp.provider.test',
            retry: { delayNoticeAfter: '10m' },
          },
          { name: 'mailboxes', kind: 'maildir', path: '/nowhere' },
        ],
      },
    })
    queue.delivery.script = () => null
    await queue.queue.pause('provider', true, 'window')
    await queue.receive({ to: ['a@x.test'] })
    const start = queue.clock.now()
    await advanceUntil(queue, 5 * MINUTE, reported(queue))
    expect(queue.clock.now() - start).toBeLessThan(240 * MINUTE)
  })

  it.each([
    ['asked for no word of delays', { notify: ['failure' as const] }],
    ['has no sender', { sender: '' }],
    [
      'seems to be forged',
      { authentication: { spf: 'none', dkim: 'none', dmarc: 'fail', header: 'x' } as const },
    ],
  ])('is not told of where the sender %s', async (_, mail) => {
    const queue = await pausedQueue()
    const silent = await queue.receive({ to: ['a@x.test'], ...mail })
    const told = await queue.receive({ to: ['b@x.test'] })
    await advanceUntil(queue, 5 * MINUTE, reported(queue))
    expect(await queue.kinds(told)).toContain('DelayNotice')
    expect(await queue.kinds(silent)).not.toContain('DelayNotice')
  })
})

describe('the store', () => {
  it('keeps no notice about a recipient that is in an attempt by now', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => null
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.attempted('a@x.test')
    const { envelope, origin } = await queue.message(id)
    const content = Buffer.from('x')
    const report = {
      id: queue.newId(),
      envelope,
      origin,
      recipients: [{ address: SENDER, notify: null, originalRecipient: null }],
      receivedAt: queue.clock.now(),
      subject: '',
      messageId: null,
      body: { kind: 'inline' as const, size: 1, content },
      note: null,
    }
    const request = { message: id, recipients: [1], report, now: queue.clock.now() }
    expect(await queue.storage.recordDelayNotice(request)).toBe(false)
    expect(await queue.all()).toEqual([id])
  })

  it('finds what is old enough page by page', async () => {
    const queue = await pausedQueue()
    const ids: string[] = []
    for (let number = 0; number < 5; number++) ids.push(await queue.receive({ to: ['a@x.test'] }))
    const before = queue.clock.now()
    queue.clock.advance(1_000)
    await queue.receive({ to: ['a@x.test'] })
    const first = await queue.storage.findDelayed({ before, after: null, limit: 3 })
    expect(first).toEqual(ids.slice(0, 3))
    expect(await queue.storage.findDelayed({ before, after: first[2] ?? null, limit: 3 })).toEqual(
      ids.slice(3),
    )
  })
})
