import { expect, test } from 'vitest'
import { bucketOf, percentile } from '../../../main/engine/statistics/delivery-times.ts'

const counts = (...times: number[]) => {
  const buckets = new Map<number, number>()
  for (const time of times) buckets.set(bucketOf(time), (buckets.get(bucketOf(time)) ?? 0) + 1)
  return buckets
}

test('nothing was delivered: there is no time to tell', () => {
  expect(percentile(new Map(), 0.5)).toBeNull()
})

test.each([20, 90, 1_400, 65_000, 3_600_000, 86_400_000])('%i ms are told within a fifth', (time) => {
  const told = percentile(counts(time, time, time), 0.5) ?? 0
  expect(Math.abs(told - time) / time).toBeLessThan(0.2)
})

test('one of ten that waits for a day shows in the 95th hundredth and not in the middle', () => {
  const times = counts(...new Array<number>(9).fill(1_000), 86_400_000)
  expect(percentile(times, 0.5)).toBeLessThan(1_300)
  expect(percentile(times, 0.95)).toBeGreaterThan(70_000_000)
})

test('a clock that was put back, and what lay for years, are counted all the same', () => {
  expect(bucketOf(-5_000)).toBe(0)
  expect(bucketOf(Number.MAX_SAFE_INTEGER)).toBe(120)
})
