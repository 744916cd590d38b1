import { expect, it } from 'vitest'
import type { RouteBlock } from '../../../main/engine/delivery/delivery.ts'
import { readDeliveryReport } from '../../support/delivery-report.ts'
import { waitFor } from '../../support/wait-for.ts'
import { advanceUntil, SIMPLE, type TemporaryQueue, temporaryQueue } from './temporary-queue.ts'

const HOUR = 3_600_000
const SENDER = 'scanner@office.test'
const SIGN_IN: RouteBlock = { until: null, text: 'Nobody has signed in yet. Sign in; the mail waits.' }

/** Its senders are elsewhere: reports to them go along another route than the one that is blocked. */
async function blockedQueue(block: RouteBlock = SIGN_IN): Promise<TemporaryQueue> {
  const queue = await temporaryQueue({ config: { ...SIMPLE, retry: { expireAfter: '2d' } } })
  queue.delivery.script = (address) => (address === SENDER ? null : '250 Taken')
  queue.delivery.blocks.set('provider', block)
  queue.delivery.blocksChanged()
  return queue
}

const isExpired = (queue: TemporaryQueue, id: string) => async () =>
  (await queue.message(id)).recipients.every(({ state }) => state === 'expired')

/** Hours pass faster than reports are taken, so that one may be tried twice. */
async function report(queue: TemporaryQueue, action: string) {
  return waitFor(`a report that says ${action}`, async () => {
    for (const { request } of queue.delivery.to(SENDER)) {
      const { content } = await queue.storage.readBody(request.message, 100_000)
      const read = await readDeliveryReport(content)
      if (read.recipients[0]?.get('action') === action) return read
    }
    return null
  })
}

it('mail on a route that stays blocked is given up in time, and its sender hears why', async () => {
  const queue = await blockedQueue()
  const start = queue.clock.now()
  const id = await queue.receive({ to: ['a@x.test', 'b@x.test'] })
  await advanceUntil(queue, HOUR, isExpired(queue, id))
  expect(queue.clock.now()).toBeGreaterThanOrEqual(start + 48 * HOUR)
  expect(queue.clock.now()).toBeLessThan(start + 60 * HOUR)
  const delay = await report(queue, 'delayed')
  const bounce = await report(queue, 'failed')
  expect(delay.recipients.map((fields) => fields.get('action'))).toEqual(['delayed', 'delayed'])
  expect(delay.recipients[0]?.get('diagnostic-code')).toContain('Nobody has signed in yet')
  expect(bounce.recipients.map((fields) => [fields.get('action'), fields.get('status')])).toEqual([
    ['failed', '4.4.7'],
    ['failed', '4.4.7'],
  ])
  expect(bounce.recipients[0]?.get('diagnostic-code')).toContain('Nobody has signed in yet')
  expect(bounce.recipients[0]?.has('last-attempt-date')).toBe(false)
  expect(bounce.text).not.toContain('tried again and again')
  expect(await queue.kinds(id)).toContain('Expiration')
  expect(queue.delivery.to('a@x.test')).toEqual([])
})

it('what a host answered before its circuit opened is told too', async () => {
  const queue = await blockedQueue({ until: 1e15, text: 'Waits until 14:20: two hosts are left alone.' })
  queue.delivery.blocks.clear()
  queue.delivery.blocksChanged()
  queue.delivery.script = (address) => (address === SENDER ? null : '451 4.3.0 Disk trouble')
  const id = await queue.receive({ to: ['a@x.test'] })
  await queue.reaches(id, 'deferred')
  queue.delivery.blocks.set('provider', { until: 1e15, text: 'Waits until 14:20: two hosts are left alone.' })
  queue.delivery.blocksChanged()
  await advanceUntil(queue, HOUR, isExpired(queue, id))
  const bounce = await report(queue, 'failed')
  expect(bounce.recipients[0]?.get('diagnostic-code')).toContain('two hosts are left alone')
  expect(bounce.recipients[0]?.get('diagnostic-code')).toContain('451 4.3.0 Disk trouble')
  expect(bounce.text).toContain('tried again and again')
})

it('what the operator paused does not grow too old, blocked or not', async () => {
  const queue = await blockedQueue()
  await queue.queue.pause('provider', true, 'window')
  const paused = await queue.receive({ to: ['a@x.test'] })
  for (let hours = 0; hours < 72; hours += 6) {
    queue.clock.advance(6 * HOUR)
    await queue.storage.getMessage(paused)
  }
  expect((await queue.message(paused)).recipients[0]?.state).toBe('queued')
  await queue.queue.pause('provider', false, 'window')
  await advanceUntil(queue, HOUR, isExpired(queue, paused))
})

it('more mail than one slice is given up, and younger mail stays', async () => {
  const queue = await blockedQueue()
  const old: string[] = []
  for (let number = 0; number < 120; number++) old.push(await queue.receive({ to: ['a@x.test'] }))
  queue.clock.advance(47 * HOUR)
  const young = await queue.receive({ to: ['b@x.test'] })
  // In small steps: leases must not run out while reports are being written.
  for (const id of old) await advanceUntil(queue, HOUR / 60, isExpired(queue, id))
  expect((await queue.message(young)).recipients[0]?.state).toBe('queued')
})

it('a report on a blocked route is kept for the postmaster when it is too old', async () => {
  const queue = await blockedQueue()
  await queue.receive({ to: ['a@x.test'], sender: 'far@away.test' })
  await advanceUntil(queue, HOUR, async () => (await queue.storage.countDoubleBounces()) > 0)
  expect(queue.delivery.attempts).toEqual([])
})
