import { expect, test } from 'vitest'
import { withoutOverrides } from '../../../renderer/format/without-overrides.ts'

test('what turns the order of letters is taken out, letters of any script stay', () => {
  expect(withoutOverrides('invoice\u202etxt.exe')).toBe('invoicetxt.exe')
  expect(withoutOverrides('\u2067مرحبا\u2069 🎉')).toBe('مرحبا 🎉')
})
