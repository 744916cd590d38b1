import { expect, test } from 'vitest'
import { sampleMessage } from '../../../../renderer/bridge/memory/sample-messages.ts'
import { applyBatch, type Shown } from '../../../../renderer/features/queue/apply-batch.ts'
import { NEWEST_FIRST } from '../../../../renderer/features/queue/queue-store.ts'
import {
  dropOutside,
  loadedRows,
  NO_ROWS,
  type RowWindow,
  withNextPage,
} from '../../../../renderer/features/queue/row-window.ts'
import type { MessageRow } from '../../../../shared/domain/message.ts'

const BASE = Date.UTC(2026, 0, 1)
const row = (index: number, change: Partial<MessageRow> = {}) => ({
  ...sampleMessage(index, BASE),
  ...change,
})
const shown = (change: Partial<Shown> = {}): Shown => ({
  filter: {},
  sort: NEWEST_FIRST,
  atTop: true,
  ...change,
})
const batch = (messages: MessageRow[], removedMessages: string[] = []) => ({ messages, removedMessages })
const ids = (window: RowWindow) => loadedRows(window).map((each) => each.id)

const pages = [
  { rows: [row(1), row(2)], nextCursor: 'x' },
  { rows: [row(3), row(4)], nextCursor: 'y' },
].reduce((window, answer) => withNextPage(window, answer, NEWEST_FIRST), NO_ROWS)

test('replaces a row where it stands and leaves the other pages as they are', () => {
  const { window } = applyBatch(pages, batch([row(3, { state: 'active' })]), shown())
  expect(window.pages[1]?.rows?.[0]?.state).toBe('active')
  expect(window.pages[0]).toBe(pages.pages[0])
  expect(ids(window)).toEqual(ids(pages))
})

test('puts new mail first while the list is read from its top', () => {
  const { window, waiting } = applyBatch(pages, batch([row(0)]), shown())
  expect(ids(window)[0]).toBe(row(0).id)
  expect(waiting).toEqual([])
})

test('only counts new mail while somebody reads further below', () => {
  const { window, waiting } = applyBatch(pages, batch([row(0)]), shown({ atTop: false }))
  expect(ids(window)).toEqual(ids(pages))
  expect(waiting).toEqual([row(0).id])
})

test('leaves mail that belongs beyond what is loaded to its page', () => {
  const { window, waiting } = applyBatch(pages, batch([row(9)]), shown())
  expect(ids(window)).toEqual(ids(pages))
  expect(waiting).toEqual([])
  const complete = withNextPage(NO_ROWS, { rows: [row(1)], nextCursor: null }, NEWEST_FIRST)
  expect(ids(applyBatch(complete, batch([row(9)]), shown()).window)).toEqual([row(1).id, row(9).id])
})

test('knows nothing of mail on a page that was dropped', () => {
  const dropped = dropOutside(pages, 0, 0)
  const { window, waiting } = applyBatch(dropped, batch([row(3)]), shown())
  expect(window).toBe(dropped)
  expect(waiting).toEqual([])
})

test('what no longer matches changes, stays in its place, and is named', () => {
  const filter = { states: [row(2).state] }
  const cancelled = row(2, { state: 'cancelled' })
  const { window, left } = applyBatch(pages, batch([cancelled]), shown({ filter }))
  expect(ids(window)).toEqual(ids(pages))
  expect(window.pages[0]?.rows?.[1]?.state).toBe('cancelled')
  expect(left.get(cancelled.id)).toBe(true)
  expect(applyBatch(window, batch([row(2)]), shown({ filter })).left.get(cancelled.id)).toBe(false)
})

test('what was removed stays in its place too', () => {
  const { window, left } = applyBatch(pages, batch([], [row(1).id]), shown())
  expect(ids(window)).toEqual(ids(pages))
  expect(left.get(row(1).id)).toBe(true)
})

test('does not let in new mail that does not match, or of which nobody can say', () => {
  const other = applyBatch(pages, batch([row(0)]), shown({ filter: { sender: 'nobody@x.test' } }))
  const unknown = applyBatch(pages, batch([row(0)]), shown({ filter: { network: 'copiers' } }))
  expect([ids(other.window), ids(unknown.window)]).toEqual([ids(pages), ids(pages)])
})

test('sorts in by next attempt, with what has none at the end', () => {
  const sort = { by: 'nextAttemptAt', direction: 'ascending' } as const
  const due = withNextPage(
    NO_ROWS,
    { rows: [row(1, { nextAttemptAt: 10 }), row(2, { nextAttemptAt: 30 })], nextCursor: null },
    sort,
  )
  const fresh = [row(4, { nextAttemptAt: null }), row(3, { nextAttemptAt: 20 })]
  const { window } = applyBatch(due, batch(fresh), shown({ sort }))
  expect(ids(window)).toEqual([1, 3, 2, 4].map((index) => row(index).id))
})

test('the first page does not grow without end', () => {
  let window = pages
  for (let round = 0; round < 10; round += 1) {
    const messages = Array.from({ length: 200 }, (_, index) =>
      row(1, {
        id: `Z${String(round * 200 + index).padStart(10, '0')}`,
        receivedAt: BASE + round * 200 + index,
      }),
    )
    window = applyBatch(window, batch(messages), shown()).window
  }
  expect(window.pages[0]?.count).toBe(600)
})
