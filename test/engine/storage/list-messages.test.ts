import { describe, expect, it } from 'vitest'
import type { Storage } from '../../../main/engine/storage/storage.ts'
import type { QueueFilter, QueueSort } from '../../../shared/contract/queue.ts'
import { acceptSamples, NOON } from '../../support/sample-message.ts'
import { deferred, delivered } from '../../support/sample-results.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

const NEWEST: QueueSort = { by: 'receivedAt', direction: 'descending' }
const LEASE = { owner: 'run-1', until: NOON + 60_000 }

async function page(storage: Storage, sort: QueueSort, cursor: string | null, filter: QueueFilter = {}) {
  return storage.listMessages({ filter, sort, cursor, limit: 7, now: NOON })
}

/** All pages one after the other, with something done between them. */
async function allPages(
  storage: Storage,
  sort: QueueSort,
  filter: QueueFilter = {},
  between: () => Promise<unknown> = async () => undefined,
) {
  const rows = []
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const next: Awaited<ReturnType<typeof page>> = await page(storage, sort, cursor, filter)
    expect(next.rows.length).toBeLessThanOrEqual(7)
    rows.push(...next.rows)
    cursor = next.nextCursor
    await between()
  }
  return rows
}

async function find(storage: Storage, filter: QueueFilter): Promise<string[]> {
  const { rows } = await storage.listMessages({ filter, sort: NEWEST, cursor: null, limit: 100, now: NOON })
  const counts = await storage.countMessages(filter)
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(rows.length)
  return rows.map(({ id }) => id).sort()
}

/** Thirty messages: of various size and time, every third waiting for an attempt, the others done. */
async function thirtyMessages(storage: Storage): Promise<void> {
  const samples = Array.from({ length: 30 }, (_, index) => ({
    receivedAt: NOON + ((index * 7) % 11) * 1_000,
    content: 'x'.repeat(((index * 5) % 13) + 1),
  }))
  const ids = await acceptSamples(storage, ...samples)
  await storage.claimDue({ now: NOON + 99_000, lease: LEASE, limit: 100, exceptRoutes: [] })
  const results = ids.map((id, index) =>
    index % 3 === 0 ? deferred(id, NOON + ((index * 11) % 5) * 1_000) : delivered(id),
  )
  await storage.recordResults('run-1', results)
}

describe('pages', () => {
  const sorts = (['receivedAt', 'nextAttemptAt', 'size'] as const).flatMap((by) =>
    (['ascending', 'descending'] as const).map((direction) => ({ by, direction })),
  )

  it.each(sorts)('by $by $direction hold every message once, in order', async (sort) => {
    const storage = await temporaryStorage()
    await thirtyMessages(storage)
    for (const filter of [{}, { states: ['deferred' as const] }, { sender: 'scanner@*' }]) {
      const rows = await allPages(storage, sort, filter)
      expect(new Set(rows.map(({ id }) => id)).size).toBe('states' in filter ? 10 : 30)
      const values = rows.map((row) => row[sort.by])
      const sign = sort.direction === 'ascending' ? 1 : -1
      const sorted = values.toSorted((a, b) =>
        a === null || b === null ? Number(a === null) - Number(b === null) : sign * (a - b),
      )
      expect(values).toEqual(sorted)
    }
  })

  it('are not shifted by mail that arrives or ends meanwhile', async () => {
    const storage = await temporaryStorage()
    await thirtyMessages(storage)
    const before = await find(storage, {})
    const rows = await allPages(storage, NEWEST, {}, () =>
      acceptSamples(storage, { receivedAt: NOON + 99_000 }, { receivedAt: NOON + 99_000 }),
    )
    expect(rows.map(({ id }) => id).sort()).toEqual(before)
  })

  it('of several states are merged in order', async () => {
    const storage = await temporaryStorage()
    await thirtyMessages(storage)
    const rows = await allPages(storage, NEWEST, { states: ['deferred', 'delivered', 'held'] })
    expect(rows).toHaveLength(30)
    expect(rows.map((row) => row.receivedAt)).toEqual(
      rows.map((row) => row.receivedAt).toSorted((a, b) => b - a),
    )
  })

  it('refuse a cursor that no list has given', async () => {
    const storage = await temporaryStorage()
    for (const cursor of ['', 'nonsense', Buffer.from('[1]').toString('base64url')])
      await expect(page(storage, NEWEST, cursor)).rejects.toMatchObject({ code: 'INVALID_CURSOR' })
  })
})

describe('filters', () => {
  it('compare senders and recipients as relay rules do', async () => {
    const storage = await temporaryStorage()
    const [ann = '', bob = '', bounce = ''] = await acceptSamples(
      storage,
      { sender: 'Ann.Smith@Office.test', recipients: ['x@mail.example.test'] },
      { sender: 'bob@notoffice.test', recipients: ['y@example.test', 'z@sub.Other.test'] },
      { sender: '', recipients: ['ann.smith@office.test'] },
    )
    expect(await find(storage, { sender: 'ann.smith@office.test' })).toEqual([ann])
    expect(await find(storage, { sender: '*@office.test' })).toEqual([ann])
    expect(await find(storage, { sender: 'office.test' })).toEqual([ann])
    expect(await find(storage, { sender: '*office.test' })).toEqual([ann, bob])
    expect(await find(storage, { sender: '*th@office.test' })).toEqual([ann])
    expect(await find(storage, { sender: 'an*@off*' })).toEqual([ann])
    expect(await find(storage, { sender: '<>' })).toEqual([bounce])
    expect(await find(storage, { sender: '*' })).toEqual([ann, bob, bounce])
    expect(await find(storage, { recipient: '*@example.test' })).toEqual([bob])
    expect(await find(storage, { recipient: 'z@*' })).toEqual([bob])
    expect(await find(storage, { recipientDomain: '*.example.test' })).toEqual([ann])
    expect(await find(storage, { recipientDomain: 'OTHER.test' })).toEqual([])
    expect(await find(storage, { recipientDomain: '*.other.test', sender: 'bob@*' })).toEqual([bob])
  })

  it('find by state, account, route and time', async () => {
    const storage = await temporaryStorage()
    const [a = '', b = '', c = ''] = await acceptSamples(
      storage,
      { account: 'scanner', receivedAt: NOON + 1 },
      { receivedAt: NOON + 2, route: 'direct' },
      { account: 'shop', receivedAt: NOON + 3 },
    )
    await storage.claimDue({ now: NOON + 1, lease: LEASE, limit: 1, exceptRoutes: [] })
    await storage.recordResults('run-1', [deferred(a, NOON + 9)])
    expect(await find(storage, { states: ['deferred'] })).toEqual([a])
    expect(await find(storage, { states: ['queued', 'deferred'] })).toEqual([a, b, c])
    expect(await find(storage, { account: 'shop' })).toEqual([c])
    expect(await find(storage, { route: 'provider' })).toEqual([a])
    expect(await find(storage, { route: 'direct' })).toEqual([b])
    expect(await find(storage, { receivedAfter: NOON + 2 })).toEqual([b, c])
    expect(await find(storage, { receivedBefore: NOON + 2 })).toEqual([a, b])
    expect(await find(storage, { receivedAfter: NOON + 2, states: ['deferred'] })).toEqual([])
  })
})

describe('search', () => {
  it('finds words and their beginnings in sender, recipients, subject, Message-ID and id', async () => {
    const storage = await temporaryStorage()
    const [invoice = '', menu = ''] = await acceptSamples(
      storage,
      { subject: 'Rechnung für März', messageId: '4711.abc@erp.office.test', recipients: ['ann@kunde.test'] },
      { subject: 'Lunch menu', recipients: ['a@one.test', 'b@two.test', 'c@three.test', 'd@four.test'] },
    )
    expect(await find(storage, { text: 'rechn' })).toEqual([invoice])
    expect(await find(storage, { text: 'RECHNUNG fur' })).toEqual([invoice])
    expect(await find(storage, { text: 'menu rechnung' })).toEqual([])
    expect(await find(storage, { text: '4711.abc@erp' })).toEqual([invoice])
    expect(await find(storage, { text: 'd@four.test' })).toEqual([menu])
    expect(await find(storage, { text: 'scanner' })).toEqual([invoice, menu])
    expect(await find(storage, { text: menu })).toEqual([menu])
    expect(await find(storage, { text: menu.toLowerCase() })).toEqual([menu])
    expect(await find(storage, { text: '  ' })).toEqual([invoice, menu])
  })

  it('takes whatever is typed as words, never as syntax', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, { subject: 'NOT a "near" miss, AND more OR less' })
    const hostile = [
      '"',
      '""',
      "'",
      '*',
      '***',
      '(',
      ')',
      '^',
      '-',
      '\\',
      ':',
      '{}',
      '\0',
      '%',
      'sender:',
      '"; --',
    ]
    for (const text of hostile)
      expect(await find(storage, { text: text === 'sender:' ? '::' : text })).toEqual([])
    for (const text of ['NOT', 'AND', 'OR', 'NEAR', 'near(', '"near" miss', 'less*', '^NOT', 'NOT a'])
      expect(await find(storage, { text })).toEqual([id])
    expect(await find(storage, { text: 'subject : near' })).toEqual([])
    expect(await find(storage, { text: 'x'.repeat(200) })).toEqual([])
  })
})
