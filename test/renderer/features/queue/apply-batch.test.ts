import { expect, test } from 'vitest'
import { sampleMessage } from '../../../../renderer/bridge/memory/sample-messages.ts'
import { applyBatch, type Page, type Shown } from '../../../../renderer/features/queue/apply-batch.ts'
import { NEWEST_FIRST } from '../../../../renderer/features/queue/queue-store.ts'
import type { MessageRow } from '../../../../shared/domain/message.ts'

const BASE = Date.UTC(2026, 0, 1)
const row = (index: number, change: Partial<MessageRow> = {}) => ({
  ...sampleMessage(index, BASE),
  ...change,
})
const shown = (change: Partial<Shown> = {}): Shown => ({
  filter: {},
  sort: NEWEST_FIRST,
  inUse: () => false,
  ...change,
})
const batch = (messages: MessageRow[], removedMessages: string[] = []) => ({ messages, removedMessages })
const ids = (pages: readonly Page[]) => pages.map((page) => page.rows.map((each) => each.id))

const pages: Page[] = [
  { rows: [row(1), row(2)], nextCursor: 'x' },
  { rows: [row(3), row(4)], nextCursor: 'y' },
]

test('replaces a row where it stands and leaves the other pages as they are', () => {
  const next = applyBatch(pages, batch([row(3, { state: 'active' })]), shown())
  expect(next[1]?.rows[0]?.state).toBe('active')
  expect(next[0]).toBe(pages[0])
  expect(ids(next)).toEqual(ids(pages))
})

test('puts new mail first where the newest come first', () => {
  expect(ids(applyBatch(pages, batch([row(0)]), shown()))[0]?.[0]).toBe(row(0).id)
})

test('leaves mail that belongs beyond what is loaded to its page', () => {
  expect(ids(applyBatch(pages, batch([row(9)]), shown()))).toEqual(ids(pages))
  const complete = [{ rows: [row(1)], nextCursor: null }]
  expect(ids(applyBatch(complete, batch([row(9)]), shown()))).toEqual([[row(1).id, row(9).id]])
})

test('takes out what no longer matches, except what is in use', () => {
  const filter = { states: [row(2).state] }
  const delivered = row(2, { state: 'cancelled' })
  expect(ids(applyBatch(pages, batch([delivered]), shown({ filter })))[0]).not.toContain(delivered.id)
  const kept = applyBatch(pages, batch([delivered]), shown({ filter, inUse: (id) => id === delivered.id }))
  expect(ids(kept)[0]).toContain(delivered.id)
})

test('does not let in new mail that does not match', () => {
  expect(ids(applyBatch(pages, batch([row(0)]), shown({ filter: { sender: 'nobody@x.test' } })))).toEqual(
    ids(pages),
  )
})

test('takes out what was removed', () => {
  expect(ids(applyBatch(pages, batch([], [row(1).id]), shown()))).toEqual([
    [row(2).id],
    [row(3).id, row(4).id],
  ])
})

test('sorts in by next attempt, with what has none at the end', () => {
  const sort = { by: 'nextAttemptAt', direction: 'ascending' } as const
  const due = [{ rows: [row(1, { nextAttemptAt: 10 }), row(2, { nextAttemptAt: 30 })], nextCursor: null }]
  const next = applyBatch(
    due,
    batch([row(3, { nextAttemptAt: 20 }), row(4, { nextAttemptAt: null })]),
    shown({ sort }),
  )
  expect(ids(next)).toEqual([[row(1).id, row(3).id, row(2).id, row(4).id]])
})
