import { expect, test } from 'vitest'
import { shortcutFor } from '../../../renderer/app/shortcuts.ts'

const press = (
  key: string,
  modifiers: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
})

test('G and a letter go to a panel', () => {
  expect(shortcutFor(press('g'), false, false)).toEqual({ kind: 'prefix' })
  expect(shortcutFor(press('q'), true, false)).toEqual({ kind: 'panel', panel: 'queue' })
  expect(shortcutFor(press('q'), false, false)).toBeNull()
})

test('Ctrl or Cmd and a digit go to a panel, also while typing', () => {
  expect(shortcutFor(press('1', { ctrlKey: true }), false, true)).toEqual({
    kind: 'panel',
    panel: 'overview',
  })
  expect(shortcutFor(press('7', { metaKey: true }), false, false)).toEqual({
    kind: 'panel',
    panel: 'settings',
  })
  expect(shortcutFor(press('8', { ctrlKey: true }), false, false)).toBeNull()
})

test('plain keys mean themselves while somebody types', () => {
  for (const key of ['g', '/', '?']) expect(shortcutFor(press(key), false, true)).toBeNull()
})

test('keys of lists are for the list of the panel, unless somebody types or chooses a panel', () => {
  expect(shortcutFor(press('j'), false, false)).toEqual({ kind: 'list' })
  expect(shortcutFor(press('a', { ctrlKey: true }), false, false)).toEqual({ kind: 'list' })
  expect(shortcutFor(press('a', { ctrlKey: true }), false, true)).toBeNull()
  expect(shortcutFor(press('j'), false, true)).toBeNull()
})
