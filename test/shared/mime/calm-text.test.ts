import { expect, test } from 'vitest'
import { calmText } from '../../../shared/mime/calm-text.ts'

test('leaves what people write', () => {
  const text = 'Zażółć u\u0308ber \u05e9\u05b8\u05dc\u05d5\u05b9\u05dd \u2067\u05d0\u2069 👩‍👩‍👧 \u0e01\u0e33'
  expect(calmText(text)).toBe(text)
})

test('marks do not pile up, and the direction does not turn for ever', () => {
  expect(calmText(`a${'\u0301'.repeat(100_000)}b`)).toBe(`a${'\u0301'.repeat(16)}b`)
  expect(calmText('\u202ea'.repeat(10_000))).toHaveLength(10_000 + 500)
})
