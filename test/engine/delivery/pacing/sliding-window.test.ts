import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SlidingWindow } from '../../../../main/engine/delivery/pacing/sliding-window.ts'

test('counts what happened in the last minute, and says when there is room again', () => {
  const window = new SlidingWindow(60_000, 1_000)
  window.add(10_000, 2)
  window.add(40_500, 1)
  expect(window.count(60_000)).toBe(3)
  expect(window.freeAt(60_000, 4)).toBe(60_000)
  expect(window.freeAt(60_000, 3)).toBe(71_000)
  expect(window.freeAt(60_000, 1)).toBe(101_000)
  expect(window.count(71_000)).toBe(1)
  expect(window.count(101_000)).toBe(0)
})

test('goes on from what was stored', () => {
  const before = new SlidingWindow(60_000, 1_000)
  before.add(10_000, 2)
  const after = new SlidingWindow(60_000, 1_000, JSON.parse(JSON.stringify(before.entries())))
  expect(after.count(20_000)).toBe(2)
})

test('a clock that was set back does not block for the difference', () => {
  const window = new SlidingWindow(60_000, 1_000)
  window.add(86_400_000, 5)
  expect(window.count(1_000_000)).toBe(5)
  expect(window.freeAt(1_000_000, 5)).toBeLessThanOrEqual(1_061_000)
})

test('no window of its length ever holds more than the limit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(20_000), { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      (gaps, limit) => {
        const window = new SlidingWindow(60_000, 1_000)
        const sent: number[] = []
        let now = 0
        for (const gap of gaps) {
          now = Math.max(now + gap, window.freeAt(now + gap, limit))
          window.add(now, 1)
          sent.push(now)
        }
        for (const at of sent)
          expect(sent.filter((one) => one >= at && one < at + 60_000).length).toBeLessThanOrEqual(limit)
      },
    ),
  )
})
