import { describe, expect, it } from 'vitest'
import type { Lease } from '../../../main/engine/storage/storage.ts'
import { acceptSamples, NOON, sampleMessage } from '../../support/sample-message.ts'
import {
  captured,
  deferred,
  delivered,
  GREYLISTED,
  heldByRule,
  OK,
  refused,
  UNKNOWN_USER,
} from '../../support/sample-results.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

const LEASE: Lease = { owner: 'run-1', until: NOON + 60_000 }
const CLAIM = { now: NOON, lease: LEASE, limit: 100, exceptRoutes: [] }

describe('a message in storage', () => {
  it('is due at once when it is accepted without a lease', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, { recipients: ['ann@example.test', 'bob@example.test'] })
    expect(await storage.nextDueAt([])).toBe(NOON)
    const claims = await storage.claimDue(CLAIM)
    expect(claims).toMatchObject([
      {
        id,
        envelope: { sender: 'scanner@office.test' },
        body: { kind: 'inline', content: null },
        recipients: [
          { number: 1, address: 'ann@example.test', state: 'active' },
          { number: 2, address: 'bob@example.test', state: 'active' },
        ],
      },
    ])
    expect(await storage.claimDue(CLAIM)).toEqual([])
    expect(await storage.nextDueAt([])).toBeNull()
  })

  it('is born active when the caller has the lease, and its body is at hand', async () => {
    const storage = await temporaryStorage()
    const message = sampleMessage({ content: 'the octets' })
    await storage.accept(message, LEASE)
    expect(await storage.claimDue(CLAIM)).toEqual([])
    expect(await storage.countMessages({})).toMatchObject({ active: 1, queued: 0 })
    expect(await textOf(storage.openBody(message.id))).toBe('the octets')
  })

  it('waits with the words of the peer after a transient failure, and is claimed again when it is due', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, {})
    await storage.claimDue(CLAIM)
    expect(await storage.recordResults('run-1', [deferred(id, NOON + 60_000.4)])).toBe(1)
    const row = (await storage.getRows([id]))[0]
    expect(row).toMatchObject({
      state: 'deferred',
      attempts: 1,
      nextAttemptAt: NOON + 60_000,
      route: 'provider',
      lastReply: GREYLISTED,
    })
    expect(await storage.claimDue({ ...CLAIM, now: NOON + 59_999 })).toEqual([])
    expect(await storage.claimDue({ ...CLAIM, now: NOON + 60_000 })).toHaveLength(1)
  })

  it('ends with its last recipient: the body goes, the history stays', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, { recipients: ['ann@example.test', 'bob@example.test'] })
    await storage.claimDue(CLAIM)
    await storage.recordResults('run-1', [delivered(id, 1, NOON + 5)])
    expect(await storage.getMessage(id)).toMatchObject({
      hasBody: true,
      message: { state: 'active', openCount: 1 },
    })
    await storage.recordResults('run-1', [refused(id, 2, NOON + 6)])
    const detail = await storage.getMessage(id)
    expect(detail).toMatchObject({
      hasBody: false,
      message: { state: 'failed', openCount: 0, nextAttemptAt: null },
      recipients: [
        { state: 'delivered', attempts: 1, lastReply: OK, lastHost: 'smtp.provider.test' },
        { state: 'bounced', attempts: 1 },
      ],
    })
    expect(detail?.events.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['Reception', null],
      ['Delivery', 'ann@example.test'],
      ['Bounce', 'bob@example.test'],
    ])
    await expect(storage.readBody(id, 100)).rejects.toMatchObject({ code: 'BODY_MISSING' })
  })

  it('shows the reply of the recipient that waits, and at the end of the one that failed', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, {
      recipients: ['ann@example.test', 'bob@example.test', 'cat@example.test'],
    })
    const lastReply = async () => (await storage.getRows([id]))[0]?.lastReply
    await storage.claimDue(CLAIM)
    await storage.recordResults('run-1', [deferred(id, NOON + 60_000, 1)])
    await storage.recordResults('run-1', [refused(id, 2), delivered(id, 3)])
    expect(await lastReply()).toEqual(GREYLISTED)
    await storage.claimDue({ ...CLAIM, now: NOON + 60_000 })
    await storage.recordResults('run-1', [delivered(id, 1)])
    expect(await lastReply()).toEqual(UNKNOWN_USER)
  })

  it('keeps the body of a captured message', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, { recipients: ['ann@example.test', 'bob@example.test'] })
    await storage.claimDue(CLAIM)
    await storage.recordResults('run-1', [captured(id, 1)])
    await storage.recordResults('run-1', [delivered(id, 2)])
    expect(await storage.getMessage(id)).toMatchObject({ hasBody: true, message: { state: 'delivered' } })
  })

  it('follows every one of many recipients', async () => {
    const storage = await temporaryStorage()
    const recipients = Array.from({ length: 40 }, (_, index) => `user${index}@example.test`)
    const [id = ''] = await acceptSamples(storage, { recipients })
    await storage.claimDue(CLAIM)
    const results = recipients.map((_, index) =>
      index < 39 ? delivered(id, index + 1) : deferred(id, 5, 40),
    )
    await storage.recordResults('run-1', results)
    expect((await storage.getRows([id]))[0]).toMatchObject({
      state: 'deferred',
      recipients: recipients.slice(0, 3),
      recipientCount: 40,
      openCount: 1,
      nextAttemptAt: 5,
    })
  })

  it('refuses an id that is taken and keeps the first', async () => {
    const storage = await temporaryStorage()
    const message = sampleMessage({ subject: 'first' })
    await storage.accept(message, null)
    await expect(storage.accept({ ...message, subject: 'second' }, null)).rejects.toThrow()
    expect((await storage.getMessage(message.id))?.message.subject).toBe('first')
  })
})

describe('a lease', () => {
  it('that was lost changes nothing', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, {})
    await storage.claimDue(CLAIM)
    expect(await storage.releaseLeases({ now: NOON + 60_000, expiredOnly: true })).toBe(1)
    expect(await storage.recordResults('run-1', [delivered(id)])).toBe(0)
    const later = { ...CLAIM, now: NOON + 60_000, lease: { owner: 'run-2', until: NOON + 120_000 } }
    await storage.claimDue(later)
    expect(await storage.recordResults('run-1', [delivered(id)])).toBe(0)
    expect(await storage.getMessage(id)).toMatchObject({ message: { state: 'active' }, hasBody: true })
    expect(await storage.recordResults('run-2', [delivered(id)])).toBe(1)
  })

  it('that is extended does not run out', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, {})
    await storage.claimDue(CLAIM)
    await storage.extendLease('run-1', [id], NOON + 120_000)
    expect(await storage.releaseLeases({ now: NOON + 60_000, expiredOnly: true })).toBe(0)
    expect(await storage.releaseLeases({ now: NOON + 120_000, expiredOnly: true })).toBe(1)
  })

  it('of a dead run is released at start, with a word in the history', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, {})
    await storage.claimDue(CLAIM)
    expect(await storage.releaseLeases({ now: NOON + 1, expiredOnly: false })).toBe(1)
    const detail = await storage.getMessage(id)
    expect(detail?.message).toMatchObject({ state: 'queued', nextAttemptAt: NOON + 1, attempts: 0 })
    expect(detail?.events.at(-1)).toMatchObject({ kind: 'Recovery', recipient: 'ann@example.test' })
  })

  it('that is given back at stop leaves no trace', async () => {
    const storage = await temporaryStorage()
    const [mine = '', other = ''] = await acceptSamples(storage, {}, {})
    await storage.claimDue({ ...CLAIM, limit: 1 })
    await storage.claimDue({ ...CLAIM, lease: { owner: 'run-2', until: NOON + 1 } })
    await storage.releaseOwner('run-1', NOON + 7)
    expect((await storage.getMessage(mine))?.events).toHaveLength(1)
    expect((await storage.getRows([mine, other])).map(({ state }) => state)).toEqual(['queued', 'active'])
  })

  it('gives a message back at the time that its ReleaseLease names', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, {})
    await storage.claimDue(CLAIM)
    const event = { kind: 'ReleaseLease', route: 'provider', nextAttemptAt: NOON + 9 } as const
    expect(await storage.recordResults('run-1', [{ message: id, recipient: 1, event, history: null }])).toBe(
      1,
    )
    expect((await storage.getMessage(id))?.recipients[0]).toMatchObject({
      state: 'queued',
      attempts: 0,
      route: 'provider',
      nextAttemptAt: NOON + 9,
    })
  })
})

describe('claims', () => {
  it('take the messages that wait longest, and all due recipients of each', async () => {
    const storage = await temporaryStorage()
    const [late = '', early = ''] = await acceptSamples(
      storage,
      { receivedAt: NOON + 2 },
      { receivedAt: NOON + 1, recipients: ['ann@example.test', 'bob@example.test'] },
      { receivedAt: NOON + 3 },
    )
    const claims = await storage.claimDue({ ...CLAIM, now: NOON + 10, limit: 2 })
    expect(claims.map(({ id, recipients }) => [id, recipients.length])).toEqual([
      [early, 2],
      [late, 1],
    ])
  })

  it('pass over the routes they are told to, recipient by recipient', async () => {
    const storage = await temporaryStorage()
    const to = (address: string, route: string) => ({
      address,
      notify: null,
      originalRecipient: null,
      route,
    })
    const [, mixed = '', unrouted = ''] = await acceptSamples(
      storage,
      { route: 'down' },
      { recipients: [to('ann@example.test', 'down'), to('bob@example.test', 'up')] },
      {},
    )
    const claims = await storage.claimDue({ ...CLAIM, exceptRoutes: ['down'] })
    expect(claims.map(({ id, recipients }) => [id, recipients.map(({ number }) => number)])).toEqual([
      [mixed, [2]],
      [unrouted, [1]],
    ])
    expect(await storage.nextDueAt(['down'])).toBeNull()
    expect(await storage.nextDueAt([])).toBe(NOON)
    expect(await storage.waitingByRoute()).toEqual({ down: 2, up: 1 })
  })
})

describe('a report', () => {
  it('is kept in the commit of the results that cause it, and is due', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, {})
    await storage.claimDue(CLAIM)
    const report = sampleMessage({ sender: '', recipients: ['scanner@office.test'] })
    expect(await storage.recordResultsWithReport('run-1', [refused(id)], report)).toBe(1)
    expect((await storage.claimDue(CLAIM)).map((claim) => claim.id)).toEqual([report.id])
  })

  it('is not kept where every lease was lost', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, {})
    const report = sampleMessage({ sender: '' })
    expect(await storage.recordResultsWithReport('run-1', [refused(id)], report)).toBe(0)
    expect(await storage.getMessage(report.id)).toBeNull()
  })
})

describe('a change of rules or routes', () => {
  it('lets mail without a route go on, and makes waiting mail forget the routes that are passed over', async () => {
    const storage = await temporaryStorage()
    const ids = await acceptSamples(storage, {}, {}, { route: 'down' }, { route: 'other' })
    const [unrouted = '', held = '', down = '', other = ''] = ids
    await storage.claimDue({ ...CLAIM, exceptRoutes: ['down', 'other'] })
    await storage.recordResults('run-1', [heldByRule(unrouted, 'no-route'), heldByRule(held, 'rule')])
    const touched: string[] = []
    await storage.reroute({ now: NOON + 3, routes: ['down'], mended: [] }, (slice) => touched.push(...slice))
    expect(touched.sort()).toEqual([unrouted, down])
    const recipientOf = async (id: string) => (await storage.getMessage(id))?.recipients[0]
    expect(await recipientOf(unrouted)).toMatchObject({
      state: 'queued',
      hold: null,
      nextAttemptAt: NOON + 3,
    })
    expect(await recipientOf(held)).toMatchObject({ state: 'held', hold: 'rule' })
    expect(await recipientOf(down)).toMatchObject({ state: 'queued', route: null, nextAttemptAt: NOON })
    expect(await recipientOf(other)).toMatchObject({ route: 'other' })
    expect((await storage.getMessage(unrouted))?.events.at(-1)?.kind).toBe('Release')
    expect((await storage.getMessage(down))?.events).toHaveLength(1)
  })
})

describe('a mended route', () => {
  it('makes what waits on it due within seconds, one after another, and nothing later than it was', async () => {
    const storage = await temporaryStorage()
    const ids = await acceptSamples(storage, {}, {}, {}, { route: 'other' })
    const [first = '', second = '', soon = '', other = ''] = ids
    await storage.claimDue(CLAIM)
    await storage.recordResults('run-1', [
      deferred(first, NOON + 3_600_000),
      deferred(second, NOON + 7_200_000),
      deferred(soon, NOON + 500),
    ])
    const now = NOON + 100
    await storage.reroute({ now, routes: [], mended: ['provider'] })
    const dueAt = async (id: string) => (await storage.getMessage(id))?.recipients[0]
    expect(await dueAt(first)).toMatchObject({ state: 'deferred', route: 'provider', nextAttemptAt: now })
    expect(await dueAt(second)).toMatchObject({ state: 'deferred', nextAttemptAt: now + 20 })
    expect(await dueAt(soon)).toMatchObject({ nextAttemptAt: NOON + 500 })
    expect(await dueAt(other)).toMatchObject({ state: 'active' })
  })
})

async function textOf(stream: Promise<AsyncIterable<Uint8Array>>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
