import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { QueueFilter } from '../../../shared/contract/queue.ts'
import { MESSAGE_STATES } from '../../../shared/domain/message.ts'
import { holdSchema } from '../../../shared/domain/recipient.ts'
import { formatFilter } from '../../../shared/filter/format-filter.ts'
import { parseFilter } from '../../../shared/filter/parse-filter.ts'

const NOW = new Date(2026, 10, 22, 12).getTime()
const HOUR = 3_600_000
const day = (year: number, month: number, date: number) => new Date(year, month - 1, date).getTime()

test.each<[string, QueueFilter]>([
  ['', {}],
  ['  invoice 2024 ', { text: 'invoice 2024' }],
  ['from:*@shop.test scan', { sender: '*@shop.test', text: 'scan' }],
  ['to:tom@x.test domain:gmail.com', { recipient: 'tom@x.test', recipientDomain: 'gmail.com' }],
  ['route:"My provider" x', { route: 'My provider', text: 'x' }],
  ['state:waiting', { states: ['queued', 'active', 'deferred'] }],
  ['state:failed,held', { states: ['failed', 'held'] }],
  ['state:failed state:HELD', { states: ['failed', 'held'] }],
  ['age:>2h', { receivedBefore: NOW - 2 * HOUR }],
  ['age:>2h age:<1d', { receivedBefore: NOW - 2 * HOUR, receivedAfter: NOW - 24 * HOUR }],
  ['newer:2h', { receivedAfter: NOW - 2 * HOUR }],
  ['older:1d', { receivedBefore: NOW - 24 * HOUR }],
  ['reply:4.7.*', { reply: '4.7.*' }],
  ['size:>5MiB', { minSize: 5 * 1024 ** 2 + 1 }],
  ['size:<=100k', { maxSize: 100 * 1024 }],
  ['attempts:>=3', { minAttempts: 3 }],
  ['attempts:<3', { exclude: [{ minAttempts: 3 }] }],
  ['attempts:0', { minAttempts: 0, exclude: [{ minAttempts: 1 }] }],
  ['-attempts:<3', { minAttempts: 3 }],
  [
    'client:192.168.1.0/24 listener:lan network:copiers',
    { client: '192.168.1.0/24', listener: 'lan', network: 'copiers' },
  ],
  ['client:fe80::1', { client: 'fe80::1' }],
  ['hold:rule,no-route host:mx*', { holds: ['rule', 'no-route'], host: 'mx*' }],
  ['subject:"invoice *"', { subject: 'invoice *' }],
  ['subject:"say \\"yes\\""', { subject: 'say "yes"' }],
  ['subject:one,two', { subject: 'one,two' }],
  ['received:>=2026-11-01', { receivedAfter: day(2026, 11, 1) }],
  ['received:>2026-11-01', { receivedAfter: day(2026, 11, 2) }],
  ['received:2026-11-01', { receivedAfter: day(2026, 11, 1), receivedBefore: day(2026, 11, 2) }],
  ['received:yesterday', { receivedAfter: day(2026, 11, 21), receivedBefore: day(2026, 11, 22) }],
  ['-sender:*@x.test', { exclude: [{ sender: '*@x.test' }] }],
  ['-sender:a@x.test,b@x.test', { exclude: [{ sender: 'a@x.test' }, { sender: 'b@x.test' }] }],
  ['-state:delivered,failed', { exclude: [{ states: ['delivered', 'failed'] }] }],
  ['-newsletter', { exclude: [{ text: 'newsletter' }] }],
  [
    '-(sender:a@x.test domain:gmail.com)',
    { exclude: [{ sender: 'a@x.test', recipientDomain: 'gmail.com' }] },
  ],
  ['Re: hello', { text: 'Re: hello' }],
  ['http://x.test', { text: 'http://x.test' }],
  ['"exact words"', { text: 'exact words' }],
  ['"still typing', { text: 'still typing' }],
  ['from:', {}],
  ['-', { text: '-' }],
])('reads %j', (text, expected) => {
  expect(parseFilter(text, NOW)).toEqual({ filter: expected, problems: [] })
})

test.each([
  ['scan age:2x', 5, 11, '“age:2x” is no time span. Write age:>2h.'],
  ['age:2h', 0, 6, 'Older or newer than 2h? Write age:>2h or age:<2h.'],
  ['state:lost', 0, 10, 'There is no state “lost”. Try waiting, held, failed or delivered.'],
  ['newer:soon', 0, 10, '“newer:soon” is no time span. Write newer:2h.'],
  ['size:big', 0, 8, '“size:big” is no size. Write size:>5MiB.'],
  ['attempts:many', 0, 13, '“attempts:many” is no number. Write attempts:>=3.'],
  ['received:2026-02-31', 0, 19, '“2026-02-31” is no day. Write received:>=2026-11-01 or received:today.'],
  ['route:a,b', 0, 9, '“route:” takes one value. Use * for several, such as route:*.example.'],
  ['sender:a sender:b', 9, 17, '“sender:” is given twice; a message has only one. Leave one out.'],
  ['statte:held', 0, 11, 'There is nothing called “statte:” to ask for. Did you mean state: ?'],
  [
    'colour:red',
    0,
    10,
    'There is nothing called “colour:” to ask for. To look for these words, put them in quotes.',
  ],
])('says in words and with its place what is wrong with %j', (text, from, to, message) => {
  expect(parseFilter(text, NOW).problems).toEqual([{ from, to, message }])
})

test('keeps what it understands', () => {
  expect(parseFilter('state:lost scan', NOW).filter).toEqual({ text: 'scan' })
})

test('more than can be left out is told, and nothing is asked for', () => {
  const text = Array.from({ length: 21 }, (_, index) => `-word${index}`).join(' ')
  expect(parseFilter(text, NOW)).toMatchObject({ filter: {}, problems: [{ from: 0, to: text.length }] })
})

const value = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
const time = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2090, 0) })
const octets = fc.integer({ min: 0, max: 2 ** 40 })
const part = fc.record(
  {
    states: fc.uniqueArray(fc.constantFrom(...MESSAGE_STATES), { minLength: 1 }),
    holds: fc.uniqueArray(fc.constantFrom(...holdSchema.options), { minLength: 1 }),
    ...Object.fromEntries(
      ['text', 'sender', 'recipient', 'recipientDomain', 'route', 'account', 'subject', 'reply', 'host'].map(
        (key) => [key, value],
      ),
    ),
    client: value,
    listener: value,
    network: value,
    receivedAfter: time,
    receivedBefore: time,
    minSize: octets,
    maxSize: octets,
    minAttempts: fc.integer({ min: 0, max: 999_999 }),
  },
  { requiredKeys: [] },
)
const filters = fc
  .tuple(
    part,
    fc.array(
      part.filter((each) => Object.keys(each).length > 0),
      { maxLength: 4 },
    ),
  )
  .map(([all, exclude]) => (exclude.length > 0 ? { ...all, exclude } : all) as QueueFilter)

test('every filter can be written down and read again', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      expect(parseFilter(formatFilter(filter), NOW)).toEqual({ filter, problems: [] })
    }),
    { numRuns: 400 },
  )
})

test('reads anything without failing, and places its problems inside the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'-:",()\\ aest>=<12h*'.split('')) }), (text) => {
      for (const { from, to } of parseFilter(text, NOW).problems) {
        expect(from).toBeLessThanOrEqual(to)
        expect(to).toBeLessThanOrEqual(text.length)
      }
    }),
  )
})
