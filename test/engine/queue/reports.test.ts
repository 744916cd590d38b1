import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { waitFor } from '../../support/wait-for.ts'
import type { ScriptedDelivery } from './scripted-delivery.ts'
import { advanceUntil, SIMPLE, type TemporaryQueue, temporaryQueue } from './temporary-queue.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const SENDER = 'scanner@office.test'

/** Answers everybody but the sender, who takes reports. */
function answerOthers(delivery: ScriptedDelivery, answer: string | null): void {
  delivery.script = (address) => (address === SENDER ? '250 Taken' : answer)
}

/** Each once: where hours pass in one step, a lease runs out and a report is tried again. */
async function reportsTo(queue: TemporaryQueue, address = SENDER) {
  const attempts = new Map(queue.delivery.to(address).map((attempt) => [attempt.request.message, attempt]))
  return Promise.all(
    [...attempts.values()].map(async ({ request }) => {
      const { content } = await queue.storage
        .readBody(request.message, 100_000)
        .catch(() => ({ content: null }))
      return { request, email: content ? await PostalMime.parse(content) : null }
    }),
  )
}

describe('a refused recipient', () => {
  it('is reported to the sender, through the same queue and by the same rules', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = (address) => (address === SENDER ? null : '550 5.1.1 No such user')
    const id = await queue.receive({ to: ['a@x.test'] })
    const { events } = await queue.reaches(id, 'bounced')
    expect(events.at(-1)).toMatchObject({
      kind: 'Bounce',
      reply: { code: 550, text: 'No such user' },
      note: `The sender is told: ${SENDER}`,
    })
    await queue.attempted(SENDER)
    const [report] = await reportsTo(queue)
    expect(report?.request).toMatchObject({ route: { name: 'mailboxes' }, envelope: { sender: '' } })
    expect(report?.email?.text).toContain('550 5.1.1 No such user')
    const { origin, message } = await queue.message(report?.request.message ?? '')
    expect(origin.kind).toBe('local')
    expect(message.sender).toBe('')
  })

  it('shares one report with the others of the same attempt', async () => {
    const queue = await temporaryQueue()
    answerOthers(queue.delivery, null)
    const id = await queue.receive({ to: ['a@x.test', 'b@x.test', 'c@x.test'] })
    const attempt = await queue.attempted('a@x.test')
    attempt.answer('550 5.1.1 Unknown', ['a@x.test'])
    attempt.answer('250 Taken', ['b@x.test'])
    await queue.reaches(id, 'active', 'delivered', 'active')
    attempt.answer('550 5.1.1 Unknown', ['c@x.test'])
    await queue.reaches(id, 'bounced', 'delivered', 'bounced')
    await queue.attempted(SENDER)
    expect(await queue.all()).toHaveLength(2)
  })

  it('of the null sender ends quietly in the history', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => '550 5.1.1 No such user'
    const id = await queue.receive({ sender: '', to: ['a@x.test'] })
    const { events } = await queue.reaches(id, 'bounced')
    expect(events.at(-1)).toMatchObject({ kind: 'Bounce', note: 'Nobody is told: it has no sender.' })
    expect(await queue.all()).toEqual([id])
  })

  it('of a report is never reported, but held with its body for the postmaster', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => '550 5.1.1 No such user'
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.attempted(SENDER)
    const report = queue.delivery.to(SENDER)[0]?.request.message ?? ''
    const { recipients, events, hasBody } = await queue.reaches(report, 'held')
    expect(recipients[0]).toMatchObject({ hold: 'double-bounce', lastReply: { code: 550 } })
    expect(events.at(-1)).toMatchObject({
      kind: 'Hold',
      note: expect.stringContaining('could not be delivered'),
    })
    expect(hasBody).toBe(true)
    expect(await queue.storage.countDoubleBounces()).toBe(1)
    expect(await queue.all()).toEqual([id, report])
  })

  it('of a report is tried once more when the operator releases it, and held again when that fails', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => '550 5.1.1 No such user'
    await queue.receive({ to: ['a@x.test'] })
    await queue.attempted(SENDER)
    const report = queue.delivery.to(SENDER)[0]?.request.message ?? ''
    const release = () => queue.queue.operate('release', { kind: 'ids', ids: [report] }, 'window')
    await queue.reaches(report, 'held')
    await release()
    await queue.attempted(SENDER, 2)
    await queue.reaches(report, 'held')
    queue.delivery.script = () => '250 Taken'
    await release()
    await queue.reaches(report, 'delivered')
    expect(await queue.storage.countDoubleBounces()).toBe(0)
  })

  it('of a report can be deleted', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => '550 5.1.1 No such user'
    await queue.receive({ to: ['a@x.test'] })
    await queue.attempted(SENDER)
    const report = queue.delivery.to(SENDER)[0]?.request.message ?? ''
    await queue.reaches(report, 'held')
    await queue.queue.operate('delete', { kind: 'ids', ids: [report] }, 'window')
    await queue.reaches(report, 'cancelled')
  })

  it('of mail whose sender is forged is not reported: the history says why', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => '550 5.1.1 No such user'
    const id = await queue.receive({
      to: ['a@x.test'],
      authentication: { spf: 'fail', dkim: 'none', dmarc: 'none', header: 'x' },
    })
    const { events } = await queue.reaches(id, 'bounced')
    expect(events.at(-1)?.note).toBe(
      'Nobody is told: the sender may be forged (SPF fail, DKIM none, DMARC none).',
    )
    expect(await queue.all()).toEqual([id])
  })

  it.each([
    [['never' as const], 0],
    [['success' as const, 'delay' as const], 0],
    [['failure' as const], 1],
    [null, 1],
  ])('is reported as NOTIFY=%s asks', async (notify, reports) => {
    const queue = await temporaryQueue()
    answerOthers(queue.delivery, '550 5.1.1 No such user')
    const id = await queue.receive({ to: ['a@x.test'], notify })
    await queue.reaches(id, 'bounced')
    expect(await queue.all()).toHaveLength(1 + reports)
  })

  it('is reported without the original where its body is gone', async () => {
    const queue = await temporaryQueue({
      wrap: (storage) => ({ ...storage, readBody: () => Promise.reject(new Error('gone')) }),
    })
    answerOthers(queue.delivery, '550 5.1.1 No such user')
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'bounced')
    await queue.attempted(SENDER)
  })

  it('is bounced in the same commit as its report, or not at all', async () => {
    let refuses = true
    const queue = await temporaryQueue({
      wrap: (storage) => ({
        ...storage,
        recordResultsWithReport: (...args) =>
          refuses ? Promise.reject(new Error('disk full')) : storage.recordResultsWithReport(...args),
      }),
    })
    answerOthers(queue.delivery, '550 5.1.1 No such user')
    const id = await queue.receive({ to: ['a@x.test'] })
    await waitFor('the store to refuse', () => queue.logger.lines.some(({ level }) => level === 'error'))
    await queue.reaches(id, 'active')
    refuses = false
    await advanceUntil(queue, 1_000, () => queue.delivery.to(SENDER).length === 1)
    await queue.reaches(id, 'bounced')
  })
})

describe('mail that nobody takes', () => {
  it('is given up when it is too old, after a last attempt, and the sender is told', async () => {
    const queue = await temporaryQueue({
      config: { ...SIMPLE, retry: { schedule: ['2h'], expireAfter: '5h' } },
    })
    answerOthers(queue.delivery, '451 4.3.0 Not now')
    const start = queue.clock.now()
    const id = await queue.receive({ to: ['a@x.test'] })
    await advanceUntil(queue, HOUR / 4, async () => (await queue.message(id)).message.state === 'failed')
    const { recipients, events } = await queue.message(id)
    expect(recipients[0]?.state).toBe('expired')
    expect(events.map(({ kind }) => kind)).toContain('Expiration')
    expect(events.find(({ kind }) => kind === 'Expiration')).toMatchObject({
      reply: { code: 451, text: 'Not now' },
      note: `Given up after 5h. The sender is told: ${SENDER}`,
    })
    expect(events.at(-1)?.at).toBeGreaterThanOrEqual(start + 5 * HOUR)
    await queue.attempted(SENDER, 2)
  })

  it('is told of once while it waits, when the time has come', async () => {
    const queue = await temporaryQueue({ config: { ...SIMPLE, retry: { schedule: ['1h'] } } })
    queue.delivery.script = (address) => (address === SENDER ? null : '451 4.3.0 Not now')
    const id = await queue.receive({ to: ['a@x.test'] })
    await advanceUntil(queue, HOUR / 4, async () => (await queue.message(id)).message.attempts >= 8)
    const kinds = await queue.kinds(id)
    expect(kinds.filter((kind) => kind === 'DelayNotice')).toHaveLength(1)
    expect(kinds.indexOf('DelayNotice')).toBeGreaterThan(4)
    const { recipients } = await queue.message(id)
    expect(recipients[0]).toMatchObject({ state: 'deferred', delayNoticeSentAt: expect.any(Number) })
    const reports = await reportsTo(queue)
    expect(reports).toHaveLength(1)
    expect(reports[0]?.email?.subject).toBe('Delayed: Scan 7')
  })

  it.each([
    ['the sender asked only for failures', { notify: ['failure' as const] }],
    ['it has no sender', { sender: '' }],
  ])('is not told of while it waits where %s', async (_, mail) => {
    const queue = await temporaryQueue({ config: { ...SIMPLE, retry: { delayNoticeAfter: '0s' } } })
    queue.delivery.script = () => '451 4.3.0 Not now'
    const id = await queue.receive({ to: ['a@x.test'], ...mail })
    await queue.reaches(id, 'deferred')
    expect(await queue.all()).toEqual([id])
  })

  it('outlives the age at which it expires while it is held, and is then tried once', async () => {
    const queue = await temporaryQueue()
    await queue.queue.pause(null, true, 'window')
    const id = await queue.receive({ to: ['a@x.test'] })
    queue.clock.advance(30 * DAY)
    await queue.queue.pause(null, false, 'window')
    await queue.reaches(id, 'delivered')
  })
})
