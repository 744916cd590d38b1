import { expect, it } from 'vitest'
import { changeRecipient } from '../../../main/engine/queue/operations/change-recipient.ts'
import { SIMPLE, type TemporaryQueue, temporaryQueue } from './temporary-queue.ts'

function change({ storage, queue, clock, config }: TemporaryQueue, message: string, address: string) {
  const parts = { storage, hands: queue.hands, clock, config }
  return changeRecipient(parts, { message, number: 1, address }, 'window')
}

it('sends to the new address, with the old one as the original for reports', async () => {
  const queue = await temporaryQueue()
  queue.delivery.script = () => 'connection refused'
  const id = await queue.receive({ to: ['wrnog@x.test', 'b@x.test'] })
  await queue.reaches(id, 'deferred', 'deferred')
  await change(queue, id, 'wrong@y.test')
  const { message, recipients, events } = await queue.message(id)
  expect(message.recipients).toEqual(['wrong@y.test', 'b@x.test'])
  expect(recipients[0]).toMatchObject({
    address: 'wrong@y.test',
    originalRecipient: 'rfc822;wrnog@x.test',
    state: 'deferred',
  })
  expect(events.at(-1)).toMatchObject({
    kind: 'RecipientChange',
    note: 'window: from wrnog@x.test to wrong@y.test',
  })
  const found = (filter: object) => queue.storage.countMessages(filter)
  expect((await found({ recipient: 'wrong@y.test' })).deferred).toBe(1)
  expect((await found({ text: 'wrnog' })).deferred).toBe(0)
  queue.delivery.script = () => '250 Taken'
  await queue.queue.operate('send-now', { kind: 'ids', ids: [id] }, 'window')
  await queue.attempted('wrong@y.test')
})

it('lets mail go on that had no route for the old address', async () => {
  const queue = await temporaryQueue({ config: { ...SIMPLE, rules: SIMPLE.rules?.slice(0, 1) ?? [] } })
  queue.delivery.script = () => '250 Taken'
  const id = await queue.receive({ to: ['a@x.test'] })
  await queue.reaches(id, 'held')
  await change(queue, id, 'a@office.test')
  await queue.reaches(id, 'delivered')
})

it('is refused while an attempt goes on, once it is done, for an address that is there, and for nobody', async () => {
  const queue = await temporaryQueue()
  queue.delivery.script = () => null
  const id = await queue.receive({ to: ['a@x.test', 'b@x.test'] })
  await queue.attempted('a@x.test')
  await expect(change(queue, id, 'c@x.test')).rejects.toMatchObject({ code: 'CONFLICT' })
  ;(await queue.attempted('a@x.test')).answer('250 Taken')
  await queue.reaches(id, 'delivered', 'delivered').catch(() => {})
  await expect(change(queue, id, 'c@x.test')).rejects.toMatchObject({ code: 'CONFLICT' })
  const parts = { storage: queue.storage, hands: queue.queue.hands, clock: queue.clock, config: queue.config }
  const nobody = { message: id, number: 7, address: 'c@x.test' }
  await expect(changeRecipient(parts, nobody, 'window')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
