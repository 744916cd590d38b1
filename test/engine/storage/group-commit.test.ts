import { expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../../main/engine/storage/migrations/migrate.ts'
import {
  type Connection,
  createConnection,
  openWriteDatabase,
  type WriteConnection,
} from '../../../main/engine/storage/workers/connection.ts'
import { commitTogether } from '../../../main/engine/storage/workers/group-commit.ts'
import { writerOperations } from '../../../main/engine/storage/workers/writer-operations.ts'
import { sampleMessage } from '../../support/sample-message.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A write connection that counts its commits. */
async function countingConnection(): Promise<WriteConnection & { readonly commits: () => number }> {
  const database = openWriteDatabase(await temporaryFolder(), null)
  onTestFinished(() => void database.close())
  migrate(database)
  const plain: Connection = createConnection(database)
  let commits = 0
  let events = 0
  return {
    ...plain,
    prepare(sql) {
      if (sql === 'COMMIT') commits += 1
      return plain.prepare(sql)
    },
    dirty: new Map(),
    unusedFiles: new Set(),
    textChanges: [],
    textIndex: { below: 0, waiting: new Map() },
    nextEventNumber: () => events++,
    bodyRetention: { milliseconds: 0 },
    commits: () => commits,
  }
}

function acceptCalls(messages: readonly ReturnType<typeof sampleMessage>[]) {
  return messages.map((message, id) => ({
    id,
    operation: 'acceptMessage',
    argument: { message, lease: null },
  }))
}

function countOf(connection: Connection, table: string): unknown {
  return connection.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
}

it('puts calls that come together into one transaction', async () => {
  const connection = await countingConnection()
  const outcomes = commitTogether(
    connection,
    writerOperations,
    acceptCalls([1, 2, 3].map(() => sampleMessage())),
  )
  expect(outcomes.map(({ answer }) => answer)).toEqual([0, 1, 2].map((id) => ({ id, value: undefined })))
  expect(connection.commits()).toBe(1)
  expect(countOf(connection, 'messages')).toBe(3)
})

it('does not let a call that fails spoil the others', async () => {
  const connection = await countingConnection()
  const good = sampleMessage()
  const calls = acceptCalls([good, { ...good, subject: 'again' }, sampleMessage()])
  const [first, second, third] = commitTogether(connection, writerOperations, calls)
  expect(first?.answer).toHaveProperty('value')
  expect(second?.answer).toHaveProperty('failure')
  expect(third?.answer).toHaveProperty('value')
  expect(connection.commits()).toBe(1)
  for (const table of ['messages', 'recipients', 'events', 'bodies'])
    expect(countOf(connection, table)).toBe(2)
})

it('leaves nothing of a call that fails half way', async () => {
  const connection = await countingConnection()
  const message = sampleMessage()
  const noBody = { ...message, body: { kind: 'inline' as const, size: 3, content: null } }
  const [outcome] = commitTogether(connection, writerOperations, acceptCalls([noBody]))
  expect(outcome?.answer).toMatchObject({ failure: { kind: 'fault' } })
  for (const table of ['messages', 'recipients', 'events']) expect(countOf(connection, table)).toBe(0)
})

it('tries each call alone where the commit fails for all', async () => {
  const connection = await countingConnection()
  connection.database.pragma('max_page_count = 100')
  const large = sampleMessage({ content: new Uint8Array(120_000) })
  const calls = acceptCalls([sampleMessage(), large, large, sampleMessage()].map((each) => ({ ...each })))
  const outcomes = commitTogether(connection, writerOperations, calls)
  expect(outcomes[0]?.answer).toHaveProperty('value')
  expect(outcomes.filter(({ answer }) => 'failure' in answer).length).toBeGreaterThan(0)
  expect(countOf(connection, 'messages')).toBe(outcomes.filter(({ answer }) => 'value' in answer).length)
})
