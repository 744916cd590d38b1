import { expect, test } from 'vitest'
import { parseFilter } from '../../../../renderer/features/queue/parse-filter.ts'
import { filterOf } from '../../../../renderer/features/queue/queue-view.ts'

const NOW = 1_000_000_000
const filter = (text: string) => parseFilter(text, NOW).filter

test.each([
  ['', {}],
  ['  invoice 2024 ', { text: 'invoice 2024' }],
  ['from:*@shop.test scan', { sender: '*@shop.test', text: 'scan' }],
  [
    'to:tom@gmail.test domain:gmail.test route:provider account:scanner',
    { recipient: 'tom@gmail.test', recipientDomain: 'gmail.test', route: 'provider', account: 'scanner' },
  ],
  ['route:"My provider" x', { route: 'My provider', text: 'x' }],
  ['state:waiting', { states: ['queued', 'active', 'deferred'] }],
  ['state:failed,held', { states: ['failed', 'held'] }],
  ['state:failed state:held', { states: ['failed', 'held'] }],
  ['newer:2h', { receivedAfter: NOW - 7_200_000 }],
  ['older:1d', { receivedBefore: NOW - 86_400_000 }],
  ['Re: hello', { text: 'Re: hello' }],
  ['from:', {}],
  ['"exact words"', { text: 'exact words' }],
])('reads %j', (text, expected) => {
  expect(filter(text)).toEqual(expected)
})

test('a word with a colon that is no token is searched for', () => {
  expect(filter('http://x.test')).toEqual({ text: 'http://x.test' })
})

test('says what it does not understand, and keeps the rest', () => {
  expect(parseFilter('state:lost scan', NOW)).toEqual({
    filter: { text: 'scan' },
    problem: 'There is no state “lost”. Try waiting, held, failed or delivered.',
  })
  expect(parseFilter('newer:soon', NOW).problem).toContain('no time span')
})

test('states in the filter box win over the view', () => {
  expect(filterOf('held', {})).toEqual({ states: ['held'] })
  expect(filterOf('held', { states: ['failed'] })).toEqual({ states: ['failed'] })
  expect(filterOf('all', { text: 'x' })).toEqual({ text: 'x' })
})
