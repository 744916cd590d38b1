import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findFlaws } from '../../../../main/engine/storage/checks/mend-store.ts'
import { migrate } from '../../../../main/engine/storage/migrations/migrate.ts'
import { openStorage } from '../../../../main/engine/storage/open-storage.ts'
import { addAddressFunctions } from '../../../../main/engine/storage/search/address-functions.ts'
import type { NewMessage, Storage } from '../../../../main/engine/storage/storage.ts'
import {
  createWriteConnection,
  openWriteDatabase,
  shortenLog,
  type WriteConnection,
} from '../../../../main/engine/storage/workers/connection.ts'
import { commitTogether } from '../../../../main/engine/storage/workers/group-commit.ts'
import {
  createTextIndexer,
  type IndexerEvents,
  type TextIndexer,
} from '../../../../main/engine/storage/workers/text-indexer.ts'
import { writerOperations } from '../../../../main/engine/storage/workers/writer-operations.ts'
import type { QueueFilter } from '../../../../shared/contract/queue.ts'
import { acceptSamples, NOON, sampleMessage } from '../../../support/sample-message.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { temporaryStorage } from '../../../support/temporary-storage.ts'

const NEWEST = { by: 'receivedAt', direction: 'descending' } as const

async function subjectsOf(storage: Storage, filter: QueueFilter): Promise<string[]> {
  const { rows } = await storage.listMessages({ filter, sort: NEWEST, cursor: null, limit: 100, now: NOON })
  return rows.map(({ subject }) => subject).sort()
}

/** The writer's connection without its thread, as it stands in the midst of things. */
function writerOf(folder: string): WriteConnection {
  const database = openWriteDatabase(folder, null)
  onTestFinished(() => void database.close())
  migrate(database)
  addAddressFunctions(database)
  return createWriteConnection(database)
}

function accept(connection: WriteConnection, ...messages: readonly NewMessage[]): void {
  const calls = messages.map((message, id) => ({
    id,
    operation: 'acceptMessage',
    argument: { message, lease: null },
  }))
  for (const { answer } of commitTogether(connection, writerOperations, calls))
    expect(answer).toHaveProperty('value')
}

function indexerOf(connection: WriteConnection, events: Partial<IndexerEvents> = {}): TextIndexer {
  return createTextIndexer(connection, {
    onQuiet: () => undefined,
    onFailure: (error) => expect.unreachable(String(error)),
    ...events,
  })
}

const indexed = ({ database }: WriteConnection) =>
  database.prepare('SELECT count(*) FROM message_text_docsize').pluck().get()

test('whatever asks for words finds a message in the moment after its acceptance', async () => {
  const storage = await temporaryStorage()
  await acceptSamples(storage, {
    subject: 'Toner',
    sender: 'copier@office.test',
    recipients: ['ann@far.test'],
  })
  for (const filter of [
    { text: 'toner' },
    { subject: 'toner' },
    { sender: 'copier@*' },
    { recipient: 'ann@far.test' },
    { recipientDomain: 'far.test' },
  ]) {
    await acceptSamples(storage, {
      subject: 'Toner',
      sender: 'copier@office.test',
      recipients: ['ann@far.test'],
    })
    const rows = (await subjectsOf(storage, filter)).length
    const counts = await storage.countMessages(filter)
    expect([filter, counts.queued]).toEqual([filter, rows])
    await acceptSamples(storage, { subject: 'Paper' })
    expect(await subjectsOf(storage, { exclude: [filter] })).not.toContain('Toner')
  }
  expect(await subjectsOf(storage, { text: 'toner' })).toHaveLength(6)
})

test('an operation on what a search finds takes the newest along', async () => {
  const storage = await temporaryStorage()
  await acceptSamples(storage, { subject: 'Toner' }, { subject: 'Paper' })
  const selection = { kind: 'filter', filter: { text: 'toner' } } as const
  await storage.operate({ operation: 'hold', selection, now: NOON, actor: 'test' })
  expect(await storage.countMessages({})).toMatchObject({ held: 1, queued: 1 })
})

test('what was not indexed before a crash is no flaw, and is found after the next start', async () => {
  const folder = await temporaryFolder()
  const connection = writerOf(folder)
  accept(connection, sampleMessage({ subject: 'Toner' }), sampleMessage({ subject: 'Paper' }))
  expect(indexed(connection)).toBe(0)
  expect([...findFlaws(connection).keys()]).toEqual([])
  connection.database.close()

  const storage = await openStorage({ folder })
  onTestFinished(() => storage.close())
  expect(await subjectsOf(storage, { text: 'toner' })).toEqual(['Toner'])
})

test('a message that took longer than later ones is indexed with its acceptance', async () => {
  const connection = writerOf(await temporaryFolder())
  const indexer = indexerOf(connection)
  const [slow, quick] = [sampleMessage(), sampleMessage()]
  accept(connection, quick)
  indexer.now()
  expect(indexed(connection)).toBe(1)
  accept(connection, slow)
  expect(indexed(connection)).toBe(2)
  expect([...findFlaws(connection).keys()]).toEqual([])
})

test('hundreds are indexed without waiting for a quiet moment', async () => {
  const connection = writerOf(await temporaryFolder())
  const indexer = indexerOf(connection)
  onTestFinished(() => indexer.finish())
  accept(connection, ...Array.from({ length: 255 }, () => sampleMessage()))
  indexer.soon()
  expect(indexed(connection)).toBe(0)
  accept(connection, ...Array.from({ length: 5 }, () => sampleMessage()))
  indexer.soon()
  expect(indexed(connection)).toBe(260)
})

test('what is deleted before it was indexed does not come back', async () => {
  const connection = writerOf(await temporaryFolder())
  const message = sampleMessage()
  accept(connection, message, sampleMessage())
  const outcome = commitTogether(connection, writerOperations, [
    {
      id: 1,
      operation: 'operateMessages',
      argument: {
        operation: 'delete',
        ids: [message.id],
        filter: null,
        now: NOON,
        actor: 'test',
        audit: null,
      },
    },
    { id: 2, operation: 'expireMessages', argument: { historyBefore: NOON + 1, bodiesBefore: NOON + 1 } },
  ])
  expect(outcome.map(({ answer }) => answer)).toMatchObject([
    { value: { changed: 1 } },
    { value: { gone: [message.id] } },
  ])
  indexerOf(connection).finish()
  expect(indexed(connection)).toBe(1)
  expect([...findFlaws(connection).keys()]).toEqual([])
})

test('an index that cannot be written is told, costs no message, and is made up for', async () => {
  const connection = writerOf(await temporaryFolder())
  const told: string[] = []
  const indexer = indexerOf(connection, { onFailure: (error) => void told.push(String(error)) })
  onTestFinished(() => indexer.finish())
  accept(connection, sampleMessage())
  connection.database.exec(
    "CREATE TEMP TRIGGER refuse BEFORE INSERT ON documents BEGIN SELECT raise(ABORT, 'no'); END",
  )
  indexer.now()
  expect(told).toHaveLength(1)
  expect(indexed(connection)).toBe(0)
  accept(connection, sampleMessage())
  connection.database.exec('DROP TRIGGER refuse')
  indexer.now()
  expect(told).toHaveLength(1)
  expect(indexed(connection)).toBe(2)
})

test('in a quieter moment the log is emptied, so that lone messages overwrite its begin', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const folder = await temporaryFolder()
  const connection = writerOf(folder)
  const indexer = indexerOf(connection, { onQuiet: () => shortenLog(connection) })
  onTestFinished(() => indexer.finish())
  const sizes: number[] = []
  for (let count = 1; count <= 5; count++) {
    accept(connection, sampleMessage())
    indexer.soon()
    expect(indexed(connection)).toBe(count - 1)
    vi.advanceTimersByTime(1_000)
    expect(indexed(connection)).toBe(count)
    sizes.push(statSync(join(folder, 'mailroom.sqlite-wal')).size)
  }
  expect(sizes).toEqual(Array(5).fill(sizes[0]))
})

test('a log that cannot be emptied is told, and tried again', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const connection = writerOf(await temporaryFolder())
  const onQuiet = vi.fn<() => void>().mockImplementationOnce(() => {
    throw new Error('the disk does not answer')
  })
  const onFailure = vi.fn<(error: unknown) => void>()
  const indexer = indexerOf(connection, { onQuiet, onFailure })
  accept(connection, sampleMessage())
  indexer.soon()
  vi.advanceTimersByTime(1_000)
  expect(onFailure).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(60_000)
  expect(onQuiet).toHaveBeenCalledTimes(2)
  expect(onFailure).toHaveBeenCalledTimes(1)
})
