import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR, MINUTE, SlidingWindow } from '../../main/engine/sliding-window.ts'

const START = Date.UTC(2026, 0, 5, 9)
const minutes = (count: number) => START + count * 60_000

test('counts what came within its length and forgets it by itself', () => {
  const window = new SlidingWindow(HOUR)
  window.add(minutes(0), 3)
  window.add(minutes(30))
  expect(window.count(minutes(59))).toBe(4)
  expect(window.count(minutes(61))).toBe(1)
  expect(window.count(minutes(91))).toBe(0)
})

test('says when there is room again', () => {
  const window = new SlidingWindow(HOUR)
  expect(window.roomAt(minutes(0), 2)).toBe(minutes(0))
  window.add(minutes(0))
  window.add(minutes(20))
  expect(window.roomAt(minutes(30), 2)).toBe(minutes(61))
  expect(window.roomAt(minutes(30), 1)).toBe(minutes(81))
  expect(window.roomAt(minutes(30), 3, 1)).toBe(minutes(61))
  expect(window.roomAt(minutes(30), 3, 3)).toBe(minutes(91))
  expect(window.count(minutes(61))).toBe(1)
})

test('gives back what was not needed, once it is still there', () => {
  const window = new SlidingWindow(MINUTE)
  window.add(START, 5)
  window.takeBack(START, 2)
  expect(window.count(START)).toBe(3)
  window.takeBack(START, 9)
  expect(window.count(START)).toBe(0)
  window.takeBack(START - 3_600_000, 1)
  expect(window.count(START)).toBe(0)
})

test('a clock that is set back neither loses counts nor keeps them for ever', () => {
  const window = new SlidingWindow(MINUTE)
  window.add(minutes(10))
  window.add(minutes(9.5))
  expect(window.count(minutes(9.5))).toBe(2)
  // As recent as can be, whatever the difference, and gone when the window's length has passed.
  expect(window.count(minutes(0))).toBe(2)
  expect(window.roomAt(minutes(0), 2)).toBeLessThanOrEqual(minutes(1.1))
  expect(window.count(minutes(1.1))).toBe(0)
})

test('never lets more than the limit through in any span of its length', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 })
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 5 }), (steps, limit) => {
      const window = new SlidingWindow(MINUTE)
      const passed: number[] = []
      let now = START
      for (const step of steps) {
        now += step
        if (window.count(now) >= limit) {
          expect(window.roomAt(now, limit)).toBeGreaterThan(now)
          continue
        }
        window.add(now)
        passed.push(now)
      }
      for (const [index, at] of passed.entries()) {
        const next = passed[index + limit]
        if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(MINUTE.length)
      }
    }),
  )
})

test('goes on from what was stored', () => {
  const before = new SlidingWindow(MINUTE)
  before.add(START, 2)
  const after = new SlidingWindow(MINUTE, JSON.parse(JSON.stringify(before.entries())))
  expect(after.count(START + 20_000)).toBe(2)
  expect(after.count(START + 62_000)).toBe(0)
})
