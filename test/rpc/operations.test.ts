import { expect, test } from 'vitest'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { waitFor } from '../support/wait-for.ts'

const ALL = { kind: 'filter', filter: {} } as const

/** No route says where it goes: the message is held. */
async function heldMessage() {
  const { client } = await TemporaryEngine.start()
  const base64 = Buffer.from('Subject: Plans\r\n\r\nHello\r\n').toString('base64')
  const { id } = await client.queue.submit({ sender: 'a@office.test', recipients: ['b@far.test'], base64 })
  await waitFor('the message to be held', async () => (await client.queue.counts({})).held === 1)
  return { client, id }
}

test('an operation is previewed, told to who watches, and undone', async () => {
  const { client, id } = await heldMessage()
  const preview = await client.operations.preview({ operation: { kind: 'delete' }, selection: ALL })
  expect(preview).toMatchObject({ selected: 1, applies: 1, recipients: 1, notes: [] })
  expect(preview.samples.map((row) => row.id)).toEqual([id])

  const stop = new AbortController()
  const told: string[] = []
  const watching = (async () => {
    for await (const batch of await client.system.events(undefined, { signal: stop.signal }))
      told.push(...batch.operations.map(({ phase }) => phase))
  })().catch(() => {})
  const started = await client.operations.start({
    operation: { kind: 'delete' },
    selection: ALL,
    undoWindow: 60_000,
  })
  await waitFor('the window to open', async () => (await client.operations.list())[0]?.phase === 'undoable')
  const { rows } = await client.queue.list({ filter: { holds: ['pending'] } })
  expect(rows[0]?.pending).toMatchObject({ operationId: started.id, operation: 'delete' })
  expect(await client.operations.undo({ id: started.id })).toMatchObject({ phase: 'undone' })
  await expect(client.operations.undo({ id: started.id })).rejects.toMatchObject({ code: 'CONFLICT' })
  await waitFor('the events', () => told.includes('undone'))
  stop.abort()
  await watching
})

test('mail is sent by no route that is not there, and nothing is known of an operation that never was', async () => {
  const { client } = await heldMessage()
  const operation = { kind: 'reroute', route: 'nowhere' } as const
  await expect(client.operations.start({ operation, selection: ALL })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await expect(client.operations.finish({ id: '0AM4DBC8W00' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the address of a recipient that is held is changed', async () => {
  const { client, id } = await heldMessage()
  await client.queue.changeRecipient({ id, number: 1, address: 'c@far.test' })
  await waitFor('the new address', async () => {
    const { recipients } = await client.queue.get({ id })
    return recipients[0]?.address === 'c@far.test'
  })
})
