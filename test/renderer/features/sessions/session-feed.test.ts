import { describe, expect, test } from 'vitest'
import { sampleSession } from '../../../../renderer/bridge/memory/sample-sessions.ts'
import {
  MOST_FOLLOWED,
  MOST_HELD,
  PAGE_SIZE,
  SessionFeed,
  type SessionPage,
} from '../../../../renderer/features/sessions/session-feed.ts'
import type { SessionFilter } from '../../../../shared/contract/sessions.ts'
import { encodeId } from '../../../../shared/domain/id.ts'
import type { SessionRow } from '../../../../shared/domain/session.ts'

const BASE = Date.UTC(2026, 0, 1)
const TEMPLATE = sampleSession(2, BASE, []).row

/** The larger the number, the newer. */
function row(number: number, change: Partial<SessionRow> = {}): SessionRow {
  return { ...TEMPLATE, id: encodeId(1_000_000 + number), startedAt: BASE + number, ...change }
}

/** An engine with so many sessions, and a clock that passes when it is told to. */
function office(count: number, filter: SessionFilter = {}) {
  const stored = Array.from({ length: count }, (_, index) => row(count - index))
  const asked: Array<{ filter: SessionFilter; cursor: string | null }> = []
  let waiting: Array<() => void> = []
  const feed = new SessionFeed({
    filter,
    problemText: String,
    later: (_, action) => {
      waiting.push(action)
      return () => {
        waiting = waiting.filter((each) => each !== action)
      }
    },
    ask: async (input): Promise<SessionPage> => {
      asked.push(input)
      const { startedBefore = Number.POSITIVE_INFINITY } = input.filter
      const from = input.cursor === null ? 0 : Number(input.cursor)
      const matching = stored.filter((each) => each.startedAt < startedBefore)
      const end = from + input.limit
      return { rows: matching.slice(from, end), nextCursor: end < matching.length ? String(end) : null }
    },
  })
  const pass = async () => {
    const due = waiting
    waiting = []
    for (const action of due) action()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { feed, asked, stored, pass }
}

const ids = (rows: readonly SessionRow[]) => rows.map(({ id }) => id)

describe('a list that follows', () => {
  test('takes new sessions at its top, and leaves rows that did not change as they are', async () => {
    const { feed, pass } = office(3)
    await feed.reload()
    const before = feed.view().rows
    feed.apply([row(9), row(2, { outcome: 'failed' })])
    await pass()
    const after = feed.view().rows
    expect(ids(after)).toEqual(ids([row(9), row(3), row(2), row(1)]))
    expect(after[1]).toBe(before[0])
    expect(after[2]?.outcome).toBe('failed')
  })

  test('stays small however long it is left alone, and has the older ones again for who scrolls down', async () => {
    const { feed, pass, stored, asked } = office(MOST_FOLLOWED)
    await feed.reload()
    for (let number = 0; number < 20 * MOST_FOLLOWED; number += 200) {
      const fresh = Array.from({ length: 200 }, (_, index) => row(10_000 + number + index))
      stored.unshift(...fresh.toReversed())
      feed.apply(fresh)
      await pass()
    }
    expect(feed.view().rows).toHaveLength(MOST_FOLLOWED)
    expect(feed.view().hasMore).toBe(true)
    const last = feed.view().rows.at(-1)
    await feed.loadMore()
    expect(asked.at(-1)?.filter.startedBefore).toBe((last?.startedAt ?? 0) + 1)
    const { rows } = feed.view()
    expect(rows.length).toBeGreaterThan(MOST_FOLLOWED)
    expect(new Set(ids(rows)).size).toBe(rows.length)
    expect(ids(rows)).toEqual(ids(stored.slice(0, rows.length)))
  })
})

describe('a list that is paused', () => {
  test('does not change, says how much waits, and loses nothing', async () => {
    const { feed, pass } = office(3)
    await feed.reload()
    const before = feed.view().rows
    feed.setMode('pause')
    feed.apply([row(9), row(2, { outcome: 'failed' })])
    feed.apply([row(9, { outcome: 'refused' })])
    await pass()
    expect(feed.view()).toMatchObject({ rows: before, changes: 2 })
    feed.setMode('follow')
    expect(feed.view().changes).toBe(0)
    expect(feed.view().rows[0]).toMatchObject({ id: row(9).id, outcome: 'refused' })
    expect(feed.view().rows[2]?.outcome).toBe('failed')
  })

  test('asks anew afterwards where more happened than it holds', async () => {
    const { feed, pass, asked, stored } = office(3)
    await feed.reload()
    feed.setMode('pause')
    const many = Array.from({ length: MOST_HELD + 1 }, (_, index) => row(100 + index))
    feed.apply(many)
    await pass()
    expect(feed.view()).toMatchObject({ changes: MOST_HELD, overflowed: true })
    stored.unshift(...many.toReversed())
    const before = asked.length
    feed.setMode('follow')
    await pass()
    expect(asked.length).toBe(before + 1)
    expect(feed.view().rows[0]?.id).toBe(many.at(-1)?.id)
  })
})

test('who has scrolled down keeps the rows in place: new sessions are counted, shown ones go on', async () => {
  const { feed, pass } = office(3)
  await feed.reload()
  feed.setMode('hold')
  feed.apply([row(8), row(9), row(1, { outcome: 'failed' })])
  await pass()
  expect(ids(feed.view().rows)).toEqual(ids([row(3), row(2), row(1)]))
  expect(feed.view().rows[2]?.outcome).toBe('failed')
  expect(feed.view().fresh).toBe(2)
  feed.setMode('follow')
  expect(ids(feed.view().rows)).toEqual(ids([row(9), row(8), row(3), row(2), row(1)]))
})

test('a search goes on through pages in which nothing is found', async () => {
  const pages: SessionPage[] = [
    { rows: [], nextCursor: 'a' },
    { rows: [], nextCursor: 'b' },
    { rows: [row(1)], nextCursor: null },
  ]
  const feed = new SessionFeed({
    filter: { text: 'EHLO' },
    problemText: String,
    later: () => () => undefined,
    ask: async () => pages.shift() ?? { rows: [], nextCursor: null },
  })
  await feed.reload()
  expect(feed.view()).toMatchObject({ hasMore: false, loading: null })
  expect(ids(feed.view().rows)).toEqual([row(1).id])
})

test('a failure is said, and asking again mends it', async () => {
  let fails = true
  const feed = new SessionFeed({
    filter: {},
    problemText: () => 'The engine does not answer.',
    later: () => () => undefined,
    ask: async () => {
      if (fails) throw new Error('gone')
      return { rows: [row(1)], nextCursor: null }
    },
  })
  await feed.reload()
  expect(feed.view()).toMatchObject({ problem: 'The engine does not answer.', loading: null })
  fails = false
  await feed.reload()
  expect(feed.view()).toMatchObject({ problem: null })
  expect(feed.view().rows).toHaveLength(1)
  expect(PAGE_SIZE).toBeLessThanOrEqual(500)
})
