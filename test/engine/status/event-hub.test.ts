import { expect, test } from 'vitest'
import { createEventHub } from '../../../main/engine/status/event-hub.ts'
import type { EventBatch, Status } from '../../../shared/contract/system.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { SilentLogger } from '../../support/silent-logger.ts'

function hubOnFakeClock() {
  const clock = new FakeClock()
  const reads: string[][] = []
  let sessionListener: ((rows: readonly SessionRow[]) => void) | null = null
  let statusReads = 0
  const hub = createEventHub({
    clock,
    logger: new SilentLogger(),
    readRows: async (ids) => {
      reads.push([...ids])
      return ids.map((id) => ({ id }) as MessageRow)
    },
    readStatus: async () => ({ now: clock.now(), pid: ++statusReads }) as Status,
    watchSessions(listener) {
      sessionListener = listener
      return () => {
        sessionListener = null
      }
    },
  })
  return {
    clock,
    hub,
    reads,
    statusReads: () => statusReads,
    watchesSessions: () => sessionListener !== null,
    sessionsChanged: (rows: readonly SessionRow[]) => sessionListener?.(rows),
  }
}

async function next(stream: AsyncIterator<EventBatch>): Promise<EventBatch> {
  const { value, done } = await stream.next()
  if (done) throw new Error('the stream ended')
  return value
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('reads nothing and watches nothing while nobody watches', async () => {
  const { hub, clock, reads, statusReads, watchesSessions } = hubOnFakeClock()
  for (let count = 0; count < 10_000; count += 1) hub.messagesChanged([`M${count}`])
  clock.advance(60_000)
  expect(reads).toEqual([])
  expect(statusReads()).toBe(0)
  expect(watchesSessions()).toBe(false)
})

test('sends the status first, then each change once, together, with growing numbers', async () => {
  const { hub, clock, reads, sessionsChanged } = hubOnFakeClock()
  const stream = hub.watch()
  const first = await next(stream)
  expect(first).toMatchObject({ seq: 0, messages: [], status: { pid: 1 } })

  hub.messagesChanged(['A', 'B'])
  hub.messagesChanged(['A'])
  hub.messagesRemoved(['B'])
  hub.configurationChanged(['routes'])
  sessionsChanged([{ id: 'S', lineCount: 1 } as SessionRow, { id: 'S', lineCount: 2 } as SessionRow])
  clock.advance(50)
  expect(await next(stream)).toEqual({
    seq: 1,
    messages: [{ id: 'A' }],
    removedMessages: ['B'],
    sessions: [{ id: 'S', lineCount: 2 }],
    operations: [],
    more: false,
    configuration: ['routes'],
    status: null,
  })
  expect(reads).toEqual([['A']])
})

test('flushes at most twenty times a second, and reads the status at most once', async () => {
  const { hub, clock, reads, statusReads } = hubOnFakeClock()
  const stream = hub.watch()
  await next(stream)
  for (let step = 0; step < 200; step += 1) {
    hub.messagesChanged([`M${step}`])
    clock.advance(5)
    await settle()
  }
  expect(reads.length).toBeLessThanOrEqual(20)
  expect(reads.flat()).toHaveLength(new Set(reads.flat()).size)
  expect(statusReads()).toBe(2)
})

test('holds at most 200 rows in a batch and says that there were more', async () => {
  const { hub, clock } = hubOnFakeClock()
  const stream = hub.watch()
  await next(stream)
  hub.messagesChanged(Array.from({ length: 5_000 }, (_, index) => `M${index}`))
  clock.advance(50)
  const batch = await next(stream)
  expect(batch.messages).toHaveLength(200)
  expect(batch.more).toBe(true)
})

test('a slow watcher loses batches, sees the gap, and costs a bounded queue; a quick one loses none', async () => {
  const { hub, clock } = hubOnFakeClock()
  const slow = hub.watch()
  const quick = hub.watch()
  await next(slow)
  await next(quick)
  const seen: number[] = []
  for (let step = 0; step < 30; step += 1) {
    hub.messagesChanged([`M${step}`])
    clock.advance(50)
    await settle()
    seen.push((await next(quick)).seq)
  }
  expect(seen).toEqual(seen.map((_, index) => index + 1))
  expect((await next(slow)).seq).toBeGreaterThan(1)
})

test('a watcher that leaves by its signal ends, and the last one stops everything', async () => {
  const { hub, clock, watchesSessions, statusReads } = hubOnFakeClock()
  const leave = new AbortController()
  const stream = hub.watch(leave.signal)
  await next(stream)
  const pending = stream.next()
  leave.abort()
  expect(await pending).toEqual({ value: undefined, done: true })
  expect(watchesSessions()).toBe(false)
  const before = statusReads()
  hub.messagesChanged(['A'])
  clock.advance(60_000)
  expect(statusReads()).toBe(before)
})

test('closing ends every watcher', async () => {
  const { hub } = hubOnFakeClock()
  const stream = hub.watch()
  await next(stream)
  const pending = stream.next()
  hub.close()
  expect((await pending).done).toBe(true)
})
