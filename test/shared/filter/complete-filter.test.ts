import { expect, test } from 'vitest'
import { completeFilter, type FilterFacts } from '../../../shared/filter/complete-filter.ts'

const FACTS: FilterFacts = { route: ['provider', 'My relay'], account: ['scanner'], domain: ['gmail.com'] }

/** "|" is where the caret stands. */
function complete(marked: string) {
  const caret = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { from, to, suggestions } = completeFilter(text, caret, FACTS)
  return suggestions.map(({ insert }) => `${text.slice(0, from)}${insert}${text.slice(to)}`)
}

test('an empty box offers the keys, with what they are and an example', () => {
  const first = completeFilter('', 0, FACTS).suggestions[0]
  expect(first).toEqual({
    insert: 'state:',
    label: 'state:',
    description: 'State of the message',
    example: 'state:deferred',
  })
})

test.each([
  ['ro|', ['route:']],
  ['x -ro|', ['x -route:']],
  ['route:|', ['route:provider ', 'route:"My relay" ']],
  ['route:PRO|', ['route:provider ']],
  ['route:rel|', ['route:"My relay" ']],
  ['domain:|', ['domain:gmail.com ']],
  ['state:fa|', ['state:failed ']],
  ['-(account:|', ['-(account:scanner ']],
  ['route:provider|', []],
  ['"ro|', []],
  ['nothing:|', []],
])('at %j', (marked, expected) => {
  expect(complete(marked)).toEqual(expected)
})

test('what is given already is not offered again', () => {
  expect(complete('state:failed,h|')).toEqual(['state:failed,held '])
  expect(complete('state:failed,|')).not.toContain('state:failed,failed ')
})

test('a state can be begun without its key', () => {
  expect(complete('defer|')).toEqual(['state:deferred '])
})
