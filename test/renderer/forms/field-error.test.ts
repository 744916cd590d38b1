import { expect, test } from 'vitest'
import { fieldMessage, listMessage, wrongItems } from '../../../renderer/forms/field-error.ts'

const item = { type: 'custom', message: 'Write an address.' }

test.each([
  [undefined, null],
  [item, 'Write an address.'],
  [[undefined, item], 'Write an address.'],
  [Object.assign([], { root: { message: 'Two have one address.' } }), 'Two have one address.'],
  [[{ host: item }], null],
])('%j is said as %j', (error, message) => {
  expect(fieldMessage(error)).toBe(message)
})

test('in a list of texts the wrong one is named', () => {
  expect(listMessage([undefined, item], ['anna@office.test', 'tom'])).toBe('“tom”: Write an address.')
  expect([...wrongItems([undefined, item])]).toEqual([1])
})

test('a message that names the text does not get it twice, one about the whole list gets none', () => {
  expect(listMessage([{ message: '“tom” is no address.' }], ['tom'])).toBe('“tom” is no address.')
  expect(listMessage({ message: 'Give at least one.' }, [])).toBe('Give at least one.')
})
