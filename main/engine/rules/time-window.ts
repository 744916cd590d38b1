/** Times of day and week, by the clock of the computer. Pure: what a moment is there comes in as a function. */
import { type TimeWindow, WEEKDAYS } from '../../../shared/domain/rule.ts'

/** A moment as a wall clock and a calendar show it. */
export interface LocalTime {
  /** 0 is Monday. */
  readonly weekday: number
  /** Since midnight. */
  readonly minute: number
}

export type LocalTimeOf = (at: number) => LocalTime

const MINUTE = 60_000
const DAY = 24 * 60
const WEEK = 7 * DAY

/** `to` itself is outside. A window over midnight belongs to the day on which it began. */
export function isWithin(window: TimeWindow, { weekday, minute }: LocalTime): boolean {
  const { from, to } = minutesOf(window)
  if (from <= to) return isOn(window, weekday) && minute >= from && minute < to
  return (isOn(window, weekday) && minute >= from) || (isOn(window, (weekday + 6) % 7) && minute < to)
}

/**
 * The first moment from `at` on (milliseconds since 1970) that is within one of the windows: `at` itself where it is.
 * A start that a change of the clocks leaves out is met when the clock is past it: ask again then. null where none of
 * the windows is ever open.
 */
export function nextOpening(
  windows: readonly TimeWindow[],
  at: number,
  localTimeOf: LocalTimeOf,
): number | null {
  const local = localTimeOf(at)
  const open = windows.filter((window) => !isNever(window))
  if (open.some((window) => isWithin(window, local))) return at
  const starts = open.flatMap((window) =>
    WEEKDAYS.flatMap((_, weekday) =>
      isOn(window, weekday) ? [startAfter(at, weekday * DAY + minutesOf(window).from, localTimeOf)] : [],
    ),
  )
  return starts.length === 0 ? null : Math.min(...starts)
}

/** Is it open at no time? */
export function isNever(window: TimeWindow): boolean {
  const { from, to } = minutesOf(window)
  return from === to
}

/** The next moment at which the clock shows this minute of the week. */
function startAfter(at: number, minuteOfWeek: number, localTimeOf: LocalTimeOf): number {
  const minute = at - (at % MINUTE)
  const ahead = (minuteOfWeek - ofWeek(localTimeOf(minute)) + WEEK) % WEEK || WEEK
  const found = minute + ahead * MINUTE
  // The clocks may change in between: by what it is off, an hour as a rule.
  const off = (minuteOfWeek - ofWeek(localTimeOf(found)) + WEEK + WEEK / 2) % WEEK
  const corrected = found + (off - WEEK / 2) * MINUTE
  return corrected > at ? corrected : found
}

function ofWeek({ weekday, minute }: LocalTime): number {
  return weekday * DAY + minute
}

function isOn({ days }: TimeWindow, weekday: number): boolean {
  const name = WEEKDAYS[weekday]
  return days === undefined || (name !== undefined && days.includes(name))
}

function minutesOf({ from, to }: TimeWindow): { readonly from: number; readonly to: number } {
  return { from: minuteOf(from), to: minuteOf(to) }
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
