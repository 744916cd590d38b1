import { expect, test } from 'vitest'
import {
  moveOf,
  NOTHING,
  type Selected,
  select,
  selectedCount,
  selectionOf,
} from '../../../../renderer/features/queue/selection.ts'
import { actionText, resultText } from '../../../../renderer/operations/operation-words.ts'

const shown = ['a', 'b', 'c', 'd', 'e']
const ids = (selected: Selected) => (selected.kind === 'all' ? 'all' : [...selected.ids].join(''))

test('a click selects one, Ctrl adds and takes away, Shift takes what lies between', () => {
  let selected = select(NOTHING, 'b', 'only', shown)
  selected = select(selected, 'd', 'range', shown)
  expect(ids(selected)).toBe('bcd')
  selected = select(selected, 'a', 'range', shown)
  expect(ids(selected)).toBe('ab')
  selected = select(selected, 'e', 'toggle', shown)
  selected = select(selected, 'a', 'toggle', shown)
  expect(ids(selected)).toBe('be')
})

test('a range without a beginning is one row', () => {
  expect(ids(select(NOTHING, 'c', 'range', shown))).toBe('c')
  const gone = select(NOTHING, 'x', 'only', shown)
  expect(ids(select(gone, 'c', 'range', shown))).toBe('c')
})

test('everything that matches counts what is not loaded too, and becomes a filter', () => {
  const all = { kind: 'all' } as const
  expect(selectedCount(all, 1_000_000)).toBe(1_000_000)
  expect(selectionOf(all, { text: 'x' })).toEqual({ kind: 'filter', filter: { text: 'x' } })
  expect(ids(select(all, 'c', 'toggle', shown))).toBe('abde')
})

test('Shift goes before Ctrl', () => {
  expect(moveOf({ shiftKey: true, ctrlKey: true, metaKey: false })).toBe('range')
  expect(moveOf({ shiftKey: false, ctrlKey: false, metaKey: true })).toBe('toggle')
})

test('says how many messages an operation touches, and what came of it', () => {
  const result = (kind: 'send-now' | 'hold' | 'release', changed: number, unchanged: number) =>
    resultText({ operation: { kind }, changed, unchanged })
  expect(actionText({ kind: 'delete' }, 3)).toBe('Delete 3 messages')
  expect(actionText({ kind: 'reroute', route: 'direct' }, 1)).toBe('Send 1 message by “direct”')
  expect(result('send-now', 1, 0)).toBe('1 message will be tried now.')
  expect(result('hold', 2, 1)).toBe('2 messages held. 1 message was left as it is.')
  expect(result('release', 0, 4)).toBe('Nothing to do: 4 messages were left as they are.')
})
