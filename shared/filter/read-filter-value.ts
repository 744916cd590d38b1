/** Values of the filter language that are more than text: time spans, sizes, numbers, days. */
import { durationSchema, parseDuration } from '../domain/duration.ts'

export type Comparison = '>' | '>=' | '<' | '<=' | '='

/** ">=5MiB" as its comparison and the rest; "=" where there is none. */
export function splitComparison(text: string): { readonly comparison: Comparison; readonly rest: string } {
  const sign = /^(>=|<=|>|<|=)/.exec(text)?.[0] ?? ''
  return { comparison: sign === '' ? '=' : (sign as Comparison), rest: text.slice(sign.length).trim() }
}

/** Milliseconds of "90m", "2h", "5d"; null for anything else. */
export function readSpan(text: string): number | null {
  const written = text.toLowerCase()
  return durationSchema.safeParse(written).success ? parseDuration(written) : null
}

const SIZE = /^(\d{1,15}(?:\.\d{1,3})?)\s*(b|k|kb|kib|m|mb|mib|g|gb|gib)?$/i

/** Octets of "5MiB", "5M" or "500k", all in powers of 1024; null for anything else. */
export function readSize(text: string): number | null {
  const match = SIZE.exec(text)
  if (!match) return null
  const power = ['b', 'k', 'm', 'g'].indexOf((match[2] ?? 'b').charAt(0).toLowerCase())
  return Math.round(Number(match[1]) * 1024 ** power)
}

export function readCount(text: string): number | null {
  return /^\d{1,6}$/.test(text) ? Number(text) : null
}

/** A stretch of time, its end not included: a day, a minute, a moment. */
export interface Moment {
  readonly begin: number
  readonly end: number
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const CLOCK = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/

/** "2026-11-01", "2026-11-01T14:30" in the viewer's time zone, "today", "yesterday", or a whole ISO time. */
export function readMoment(text: string, now: number): Moment | null {
  const word = text.toLowerCase()
  if (word === 'today' || word === 'yesterday') {
    const day = new Date(now)
    return dayOf(day.getFullYear(), day.getMonth(), day.getDate() - (word === 'today' ? 0 : 1))
  }
  const day = DAY.exec(text)
  if (day) return isDay(day) ? dayOf(Number(day[1]), Number(day[2]) - 1, Number(day[3])) : null
  const clock = CLOCK.exec(text)
  if (clock) {
    const begin = new Date(text).getTime()
    return isDay(clock) && Number.isFinite(begin) ? { begin, end: begin + 60_000 } : null
  }
  const exact = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isFinite(exact) ? { begin: exact, end: exact + 1 } : null
}

function dayOf(year: number, month: number, day: number): Moment {
  return { begin: new Date(year, month, day).getTime(), end: new Date(year, month, day + 1).getTime() }
}

/** Date rolls "2026-02-31" over into March. */
function isDay(match: RegExpExecArray): boolean {
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const date = new Date(year, month - 1, day)
  return date.getMonth() === month - 1 && date.getDate() === day
}
