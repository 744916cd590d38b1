import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  expiresAt,
  isDelayNoticeDue,
  nextAttemptAt,
  retryPolicy,
} from '../../../main/engine/queue/retry-schedule.ts'
import { retrySchema } from '../../../shared/domain/config.ts'
import { routeSchema } from '../../../shared/domain/route.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const standard = retryPolicy(retrySchema.parse({}), null)

describe('the time of the next attempt', () => {
  it.each([
    [1, 1 * MINUTE],
    [2, 5 * MINUTE],
    [3, 15 * MINUTE],
    [4, 30 * MINUTE],
    [5, 1 * HOUR],
    [6, 2 * HOUR],
    [7, 2 * HOUR],
    [60, 2 * HOUR],
  ])('after %i failures comes %i ms later, ±10 %%', (failures, delay) => {
    const at = (random: number) => nextAttemptAt(standard, { receivedAt: 0, failures, now: HOUR, random })
    expect(at(0.5)).toBe(HOUR + delay)
    expect(at(0)).toBe(HOUR + 0.9 * delay)
    expect(at(0.999999)).toBeCloseTo(HOUR + 1.1 * delay, -2)
  })

  it('is never after the end: the last attempt is made when the mail expires', () => {
    const now = 5 * DAY - MINUTE
    expect(nextAttemptAt(standard, { receivedAt: 0, failures: 9, now, random: 0.5 })).toBe(5 * DAY)
  })

  it('lies ahead, within the jitter, and never past the end', () => {
    const delays = fc.array(fc.integer({ min: 1_000, max: DAY }), { minLength: 1, maxLength: 8 })
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(delays, fc.nat(100), fc.nat(5 * DAY - 1), random, (list, failures, now, chance) => {
        const policy = { delays: list, expireAfter: 5 * DAY, delayNoticeAfter: HOUR }
        const at = nextAttemptAt(policy, { receivedAt: 0, failures, now, random: chance })
        expect(at).toBeGreaterThan(now)
        expect(at).toBeLessThanOrEqual(5 * DAY)
        expect(at - now).toBeLessThanOrEqual(1.1 * Math.max(...list) + 1)
        if (at < 5 * DAY) expect(at - now).toBeGreaterThanOrEqual(0.9 * Math.min(...list) - 1)
      }),
    )
  })
})

describe('the settings', () => {
  it('of a route stand in place of the general ones, part by part', () => {
    const route = routeSchema.parse({
      name: 'fax',
      kind: 'capture',
      retry: { schedule: ['10s'], expireAfter: '1h' },
    })
    expect(retryPolicy(retrySchema.parse({ delayNoticeAfter: '30m' }), route)).toEqual({
      delays: [10_000],
      expireAfter: HOUR,
      delayNoticeAfter: 30 * MINUTE,
    })
  })

  it('give the age at which mail expires', () => {
    expect(expiresAt(standard, 7)).toBe(7 + 5 * DAY)
  })
})

describe('the delay notice', () => {
  it.each([
    ['too early', 4 * HOUR - 1, null, false],
    ['due', 4 * HOUR, null, true],
    ['long due', 3 * DAY, null, true],
    ['sent already', 3 * DAY, 4 * HOUR, false],
  ])('%s', (_, now, noticeSentAt, due) => {
    expect(isDelayNoticeDue(standard, { receivedAt: 0, noticeSentAt, now })).toBe(due)
  })
})
