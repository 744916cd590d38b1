import { expect, test } from 'vitest'
import { nameFailures } from '../../../main/engine/statistics/name-failures.ts'
import type { SameReplies } from '../../../main/engine/storage/queries/read-failures.ts'

const same = (change: Partial<SameReplies> & Pick<SameReplies, 'reply'>): SameReplies => ({
  host: 'mx.example.test',
  routes: ['provider'],
  states: ['deferred'],
  messages: 3,
  domains: [['example.test', 3]],
  lastAt: 1_000,
  ...change,
})
const quota = { code: 552, enhanced: '5.2.2', text: 'Mailbox full' }

test('wordings that the catalogue knows as the same thing are one group', () => {
  const groups = nameFailures([
    same({ reply: quota, messages: 2 }),
    same({
      reply: { code: 552, enhanced: '5.2.2', text: 'The mailbox is over quota' },
      messages: 5,
      lastAt: 2_000,
      routes: ['direct'],
      domains: [['other.test', 5]],
    }),
  ])
  expect(groups).toHaveLength(1)
  expect(groups[0]).toMatchObject({
    messages: 7,
    route: null,
    reply: '552 5.2.2 The mailbox is over quota',
    domains: ['other.test', 'example.test'],
    filter: { states: ['deferred'], reply: '5.2.2' },
  })
  expect(groups[0]?.explanation.kind).toBe('known')
  expect(groups[0]?.explanation.steps.length).toBeGreaterThan(0)
})

test('words that nobody knows are a group of their own, which their words lead to', () => {
  const [group] = nameFailures([
    same({
      reply: { code: null, enhanced: null, text: 'Frobnicator 4711 is asleep, ask <ann@example.test>' },
    }),
  ])
  expect(group?.explanation.kind).toBe('unknown')
  expect(group?.filter).toEqual({
    states: ['deferred'],
    route: 'provider',
    reply: '*Frobnicator * is asleep, ask *',
  })
})

test('what concerns most messages stands first', () => {
  const groups = nameFailures([
    same({ reply: { code: null, enhanced: null, text: 'Zzz one' }, messages: 1 }),
    same({ reply: { code: null, enhanced: null, text: 'Zzz many' }, messages: 9 }),
  ])
  expect(groups.map(({ messages }) => messages)).toEqual([9, 1])
})

test('behind a route that takes nothing all mail counts, and other failures stay what they are', () => {
  const down = { code: null, enhanced: null, text: 'Connection refused' }
  const groups = nameFailures(
    [
      same({ reply: down, messages: 5 }),
      same({ reply: down, messages: 2, routes: ['direct'] }),
      same({ reply: quota, messages: 3, states: ['failed'] }),
    ],
    [{ route: 'provider', reason: 'Connection refused', waiting: 5_003, now: 9_000 }],
  )
  expect(groups.map(({ messages, route }) => [messages, route])).toEqual([
    [5_003, 'provider'],
    [3, 'provider'],
    [2, 'direct'],
  ])
  expect(groups[0]?.filter).toEqual({ states: ['queued', 'active', 'deferred'], route: 'provider' })
})

test('a route that nobody signed in to says so, although nothing was tried', () => {
  const reason = 'Frobnicator is asleep.'
  const [group] = nameFailures([], [{ route: 'provider', reason, waiting: 3, now: 9_000 }])
  expect(group).toMatchObject({ messages: 3, lastAt: 9_000 })
  expect(group?.explanation.meaning).toContain(reason)
})
