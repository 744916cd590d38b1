import { expect, test } from 'vitest'
import { withoutUnfinishedWord } from '../../../shared/filter/unfinished-word.ts'

const NAMES = ['state', 'domain', 'from']

test.each([
  ['sta', ''],
  ['state:', ''],
  ['domain:gmail.com -sta', 'domain:gmail.com'],
  ['invoice dom', 'invoice'],
  ['-(fro', ''],
])('%j may still become a key: %j is asked for', (text, asked) => {
  expect(withoutUnfinishedWord(text, NAMES)).toBe(asked)
})

test.each([
  's',
  'invoice',
  'sta ',
  'state:deferred',
  'fromage',
  '"weekly sta',
  'weekly "sta"',
  're:',
  '',
  'stä',
])('%j is asked for as it stands', (text) => {
  expect(withoutUnfinishedWord(text, NAMES)).toBe(text)
})
