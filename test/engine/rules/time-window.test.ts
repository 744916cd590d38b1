import { describe, expect, it } from 'vitest'
import {
  isWithin,
  type LocalTime,
  type LocalTimeOf,
  nextOpening,
} from '../../../main/engine/rules/time-window.ts'
import { type TimeWindow, timeWindowSchema, WEEKDAYS, type Weekday } from '../../../shared/domain/rule.ts'

const HOUR = 3_600_000

function window(from: string, to: string, ...days: Weekday[]): TimeWindow {
  return timeWindowSchema.parse({ from, to, ...(days.length > 0 ? { days } : {}) })
}

function clock(day: Weekday, time: string): LocalTime {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return { weekday: WEEKDAYS.indexOf(day), minute: hours * 60 + minutes }
}

describe('a time window', () => {
  it.each<[string, TimeWindow, Weekday, string]>([
    ['from its first minute', window('08:00', '18:00'), 'mon', '08:00'],
    ['to the one before its end', window('08:00', '18:00'), 'mon', '17:59'],
    ['until midnight', window('18:00', '24:00'), 'sun', '23:59'],
    ['on its days', window('00:00', '24:00', 'sat', 'sun'), 'sun', '12:00'],
    ['before midnight', window('22:00', '06:00', 'fri'), 'fri', '22:00'],
    ['after midnight, on the day after', window('22:00', '06:00', 'fri'), 'sat', '05:59'],
    ['over the end of the week', window('22:00', '06:00', 'sun'), 'mon', '01:00'],
  ])('is open %s', (_, one, day, time) => {
    expect(isWithin(one, clock(day, time))).toBe(true)
  })

  it.each<[string, TimeWindow, Weekday, string]>([
    ['at its end', window('08:00', '18:00'), 'mon', '18:00'],
    ['on other days', window('08:00', '18:00', 'mon'), 'tue', '09:00'],
    ['after midnight of the day it begins', window('22:00', '06:00', 'fri'), 'fri', '05:00'],
    ['in the evening of the day after', window('22:00', '06:00', 'fri'), 'sat', '22:30'],
    ['ever where it ends as it begins', window('08:00', '08:00'), 'mon', '08:00'],
  ])('is closed %s', (_, one, day, time) => {
    expect(isWithin(one, clock(day, time))).toBe(false)
  })
})

describe('the next opening', () => {
  /** A Monday, 09:30 UTC. */
  const monday = Date.UTC(2026, 0, 5, 9, 30)
  const utc: LocalTimeOf = (at) => ({
    weekday: (new Date(at).getUTCDay() + 6) % 7,
    minute: new Date(at).getUTCHours() * 60 + new Date(at).getUTCMinutes(),
  })
  const open = (...windows: TimeWindow[]) => nextOpening(windows, monday, utc)

  it('is now where a window is open', () => {
    expect(open(window('22:00', '06:00'), window('09:00', '10:00'))).toBe(monday)
  })

  it('is the nearest start', () => {
    expect(open(window('22:00', '06:00'), window('12:00', '13:00', 'tue'))).toBe(monday + 12.5 * HOUR)
  })

  it('is on the next of its days, a week later at the most', () => {
    expect(open(window('09:00', '17:00', 'sat'))).toBe(Date.UTC(2026, 0, 10, 9))
    expect(open(window('09:00', '09:30', 'mon'))).toBe(Date.UTC(2026, 0, 12, 9))
  })

  it('is the full minute, whatever the second', () => {
    expect(nextOpening([window('10:00', '11:00')], monday + 12_345, utc)).toBe(monday + HOUR / 2)
  })

  it('does not come where a window is never open', () => {
    expect(open(window('08:00', '08:00'))).toBeNull()
  })

  it('follows the clock where it changes in between', () => {
    // From 25 October 2026, 01:00 UTC on the clock is an hour behind where it was.
    const change = Date.UTC(2026, 9, 25, 1)
    const central: LocalTimeOf = (at) => utc(at + (at < change ? 2 : 1) * HOUR)
    const saturday = Date.UTC(2026, 9, 24, 12)
    expect(nextOpening([window('08:00', '09:00')], saturday, central)).toBe(Date.UTC(2026, 9, 25, 7))
  })
})
