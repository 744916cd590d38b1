import { expect, test } from 'vitest'
import { createLatestValue } from '../../../main/electron/desktop/latest-value.ts'
import { createMailbox } from '../../../main/electron/desktop/mailbox.ts'

test('keeps what is posted before anybody listens, the newest of too much', async () => {
  const mailbox = createMailbox<number>(2)
  for (const item of [1, 2, 3]) mailbox.post(item)
  const listener = mailbox.listen()
  expect((await listener.next()).value).toBe(2)
  expect((await listener.next()).value).toBe(3)
  const next = listener.next()
  mailbox.post(4)
  expect((await next).value).toBe(4)
})

test('a page that was loaded again takes over, and nothing goes to the one before', async () => {
  const mailbox = createMailbox<string>(5)
  const before = mailbox.listen()
  const lost = before.next()
  const after = mailbox.listen()
  const next = after.next()
  mailbox.post('place')
  expect(await next).toEqual({ value: 'place', done: false })
  expect((await lost).done).toBe(true)
})

test('ends with its signal', async () => {
  const controller = new AbortController()
  const next = createMailbox<string>(5).listen(controller.signal).next()
  controller.abort()
  expect((await next).done).toBe(true)
})

test('a latest value tells what it is, then the newest, and skips what nobody saw', async () => {
  const value = createLatestValue(1)
  const watch = value.watch()
  expect((await watch.next()).value).toBe(1)
  value.set(2)
  value.set(3)
  expect((await watch.next()).value).toBe(3)
})
