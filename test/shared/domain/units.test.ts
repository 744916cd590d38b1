import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import { formatDuration, parseDuration } from '../../../shared/domain/duration.ts'

describe('durations', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['90m', 5_400_000],
    ['4h', 14_400_000],
    ['5d', 432_000_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it('are written so that they read back the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 - 1 }), (ms) => parseDuration(formatDuration(ms)) === ms),
    )
  })

  it.each(['', '5', 'm', '-5m', '1.5h', '5 m', '5y'])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow(/write "30s"/)
  })
})

describe('sizes', () => {
  it.each([
    ['1B', 1],
    ['512KiB', 524_288],
    ['40MiB', 41_943_040],
  ])('%s is %d octets', (text, octets) => {
    expect(parseByteSize(text)).toBe(octets)
  })

  it.each(['40', '40MB', '-1KiB', ''])('refuses %j', (text) => {
    expect(() => parseByteSize(text)).toThrow(RangeError)
  })
})
