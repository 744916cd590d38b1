import { expect, test } from 'vitest'
import {
  findSettings,
  placeOf,
  settingsIndex,
} from '../../../../renderer/features/settings/settings-index.ts'

const found = (text: string) => findSettings(settingsIndex(true), text).map(({ label }) => label)

test('words are found where they begin, in labels before other words', () => {
  expect(found('port')[0]).toBe('Port')
  expect(found('port')).not.toContain('Export the CA')
  expect(found('nslookup')).toEqual(['Try a look-up'])
  expect(found('KEEP sess')[0]).toBe('Keep sessions for')
  expect(found('  ')).toEqual([])
})

test('a field of listeners leads into one of them', () => {
  const [port] = findSettings(settingsIndex(false), 'port')
  expect(port && placeOf(port, 'lan')).toEqual({
    item: 'lan',
    params: { section: 'listeners', field: 'port' },
  })
  expect(port && placeOf(port)).toMatchObject({ item: 'new' })
})

test('the desktop has settings only where there is a desktop', () => {
  expect(settingsIndex(false).some(({ section }) => section === 'desktop')).toBe(false)
})
