import { expect, test, vi } from 'vitest'
import { sampleMessage } from '../../../../renderer/bridge/memory/sample-messages.ts'
import { NEWEST_FIRST } from '../../../../renderer/features/queue/queue-store.ts'
import { createRowList } from '../../../../renderer/features/queue/row-list.ts'
import { indexOfRow, loadedRows, NO_ROWS, rowAt } from '../../../../renderer/features/queue/row-window.ts'
import type { MessageRow } from '../../../../shared/domain/message.ts'

const BASE = Date.UTC(2026, 0, 1)

/** An engine of so many messages; its cursor is the index at which a page begins. */
function openList(size: number, change: (index: number) => Partial<MessageRow> | null = () => ({})) {
  const asked: Array<string | null> = []
  const timers: Array<() => void> = []
  const list = createRowList({
    filter: {},
    sort: NEWEST_FIRST,
    before: NO_ROWS,
    later: (run) => {
      timers.push(run)
      return () => void timers.splice(timers.indexOf(run), 1)
    },
    ask: async (cursor, limit) => {
      asked.push(cursor)
      const from = Number(cursor ?? 0)
      const indices = Array.from({ length: Math.min(limit, size - from) }, (_, at) => from + at)
      const rows = indices.flatMap((index) => {
        const changed = change(index)
        return changed ? [{ ...sampleMessage(index, BASE), ...changed }] : []
      })
      return { rows, nextCursor: from + limit < size ? String(from + limit) : null }
    },
  })
  const stop = list.start()
  return { list, asked, timers, stop }
}

const settled = (list: ReturnType<typeof openList>['list']) =>
  vi.waitFor(() => {
    expect(list.state().phase).toBe('ready')
    expect(list.state().isLoadingMore).toBe(false)
  })

test('asks for the next page when the end comes near', async () => {
  const { list, asked } = openList(1_000)
  await settled(list)
  list.show(0, 40)
  expect(asked).toEqual([null])
  list.show(120, 160)
  await settled(list)
  expect(asked).toEqual([null, '200'])
  expect(list.state().window.count).toBe(400)
})

test('a hundred pages down only those around the screen are kept, and the way back works', async () => {
  const { list } = openList(100_000)
  await settled(list)
  for (let page = 0; page < 100; page += 1) {
    list.show(page * 200 + 150, page * 200 + 199)
    await settled(list)
  }
  const { window } = list.state()
  expect(window.count).toBe(101 * 200)
  expect(loadedRows(window).length).toBeLessThanOrEqual(6 * 200)
  expect(rowAt(window, 0)).toBeNull()

  list.show(0, 40)
  await vi.waitFor(() => expect(rowAt(list.state().window, 0)?.id).toBe(sampleMessage(0, BASE).id))
  expect(list.state().window.count).toBe(101 * 200)
  expect(indexOfRow(list.state().window, sampleMessage(333, BASE).id)).toBe(333)
})

test('goes on where an answer has found nothing yet', async () => {
  const { list } = openList(5_000, (index) => (index === 4_900 ? {} : null))
  await settled(list)
  await vi.waitFor(() => expect(list.state().window.count).toBe(1))
  expect(rowAt(list.state().window, 0)?.id).toBe(sampleMessage(4_900, BASE).id)
})

test('events that named only some changes lead to one refresh, which moves nothing', async () => {
  let isFirst = true
  const { list, timers } = openList(300, (index) => {
    if (isFirst) return {}
    return index === 5 ? null : { attempts: 7 }
  })
  await settled(list)
  isFirst = false
  for (let each = 0; each < 5; each += 1) list.apply({ messages: [], removedMessages: [], more: true })
  // The refresh, and the rest between two pictures.
  expect(timers.length).toBe(2)
  timers[0]?.()
  await vi.waitFor(() => expect(rowAt(list.state().window, 0)?.attempts).toBe(7))
  const { window, left } = list.state()
  expect(window.count).toBe(200)
  expect([...left]).toEqual([sampleMessage(5, BASE).id])
})

test('the list tells when its first page did not come, and can be asked again', async () => {
  let fails = true
  const list = createRowList({
    filter: {},
    sort: NEWEST_FIRST,
    before: NO_ROWS,
    later: () => () => {},
    ask: async () => {
      if (fails) throw new Error('gone')
      return { rows: [], nextCursor: null }
    },
  })
  list.start()
  await vi.waitFor(() => expect(list.state().phase).toBe('failed'))
  fails = false
  await list.askAnew()
  expect(list.state().phase).toBe('ready')
})

test('new mail is counted while somebody reads below, and shown when it is asked for', async () => {
  const { list } = openList(300)
  await settled(list)
  list.setAtTop(false)
  const fresh = { ...sampleMessage(0, BASE + 3_600_000), id: '0ZZZZZZZZZZ' }
  list.apply({ messages: [fresh], removedMessages: [], more: false })
  expect(list.state().waiting.size).toBe(1)
  await list.askAnew()
  expect(list.state().waiting.size).toBe(0)
})

test('twenty batches between two pictures are one change, and the newest word of each message counts', async () => {
  const { list, timers } = openList(300)
  await settled(list)
  let changes = 0
  list.onChange(() => (changes += 1))
  for (let attempts = 1; attempts <= 20; attempts += 1)
    list.apply({ messages: [{ ...sampleMessage(3, BASE), attempts }], removedMessages: [], more: false })
  expect(changes).toBe(1)
  timers[0]?.()
  expect(changes).toBe(2)
  expect(rowAt(list.state().window, 3)?.attempts).toBe(20)
})

test('what is said while the first page is on its way is not lost', async () => {
  const { list } = openList(300)
  list.apply({ messages: [{ ...sampleMessage(3, BASE), attempts: 9 }], removedMessages: [], more: false })
  await settled(list)
  expect(rowAt(list.state().window, 3)?.attempts).toBe(9)
})

test('a range of rows is known by id also where its pages were dropped', async () => {
  const { list } = openList(5_000)
  await settled(list)
  for (let page = 0; page < 8; page += 1) {
    list.show(page * 200 + 150, page * 200 + 199)
    await settled(list)
  }
  expect(rowAt(list.state().window, 10)).toBeNull()
  const ids = await list.idsIn(10, 1_500)
  expect(ids.length).toBe(1_491)
  expect([ids[0], ids.at(-1)]).toEqual([sampleMessage(10, BASE).id, sampleMessage(1_500, BASE).id])
})
