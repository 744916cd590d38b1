import { expect, test } from 'vitest'
import { completeFilter } from '../../../shared/filter/complete-filter.ts'
import { parseFilter } from '../../../shared/filter/parse-filter.ts'
import { inEnglish, type Say } from '../../../shared/text/say.ts'

test('names in a text are replaced, and what has no value stays', () => {
  expect(inEnglish('“{word}” is no {what}. {word}', { word: 'x{y}', what: 3 })).toBe('“x{y}” is no 3. x{y}')
  expect(inEnglish('Nothing in {it}')).toBe('Nothing in {it}')
})

test('problems and suggestions of a filter are in the language of who asks', () => {
  const say: Say = (english, values) => `[${inEnglish(english, values)}]`
  expect(parseFilter('state:lost', 0, say).problems[0]?.message).toMatch(/^\[There is no state “lost”.*\]$/)
  expect(completeFilter('stat', 4, {}, say).suggestions[0]?.description).toBe('[State of the message]')
})
