import { expect, test } from 'vitest'
import { refreshAt, retryDelay } from '../../../main/engine/oauth/refresh-times.ts'
import type { TokenSet } from '../../../main/engine/oauth/token-set.ts'

const living = (seconds: number) => ({ obtainedAt: 0, expiresAt: seconds * 1_000 }) as TokenSet

test.each([
  ['five minutes before the end of an hour', 3_600, 3_300],
  ['at 80 % of ten minutes', 600, 480],
  ['five minutes before the end of a day', 86_400, 86_100],
])('%s', (_name, life, due) => {
  expect(refreshAt(living(life), 0)).toBe(due * 1_000)
})

test('by chance a little earlier, never later, and within the life', () => {
  expect(refreshAt(living(3_600), 0.999)).toBeGreaterThan(3_239_000)
  expect(refreshAt(living(3_600), 0.999)).toBeLessThan(3_300_000)
  expect(refreshAt(living(10), 0.999)).toBeGreaterThan(0)
})

test('pauses grow to ten minutes and heed what the provider asks, up to an hour', () => {
  const delays = [1, 2, 3, 7, 50].map((failures) => retryDelay(failures, null, 0))
  expect(delays).toEqual([5_000, 15_000, 30_000, 600_000, 600_000])
  expect(retryDelay(1, 120_000, 0)).toBe(120_000)
  expect(retryDelay(1, 86_400_000, 0)).toBe(3_600_000)
})
