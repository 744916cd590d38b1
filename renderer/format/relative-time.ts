/** Times as people say them. All arguments are milliseconds since 1970. */
import { byLocale } from '../text/language.ts'
import { t } from '../text/t.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "just now", "4 min ago", "2 h ago", "3 d ago"; "in 4 min" for the future; "due" for what should happen now. */
export function relativeTime(at: number, now: number): string {
  const past = now - at
  if (past >= 0) return past < 10 * SECOND ? t('just now') : t('{span} ago', { span: span(past) })
  return past > -SECOND ? t('now') : t('in {span}', { span: span(-past) })
}

/** When a planned attempt happens: what is due already is not "ago". */
export function dueTime(at: number, now: number): string {
  return at <= now ? t('due now') : t('in {span}', { span: span(at - now) })
}

/** How old something is: "12 s", "4 min", "2 h", "3 d". */
export function age(at: number, now: number): string {
  return span(Math.max(0, now - at))
}

/** The largest unit that fits, rounded down: 119 s are "1 min". */
export function span(milliseconds: number): string {
  if (milliseconds < MINUTE) return t('{count} s', { count: Math.floor(milliseconds / SECOND) })
  if (milliseconds < HOUR) return t('{count} min', { count: Math.floor(milliseconds / MINUTE) })
  if (milliseconds < 2 * DAY) return t('{count} h', { count: Math.floor(milliseconds / HOUR) })
  return t('{count} d', { count: Math.floor(milliseconds / DAY) })
}

const exact = byLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
)

const date = byLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))

/** The day in the viewer's zone, where the time of day says nothing. */
export function exactDate(at: number): string {
  return date().format(at)
}

/** The exact time in the viewer's zone, for tooltips. */
export function exactTime(at: number): string {
  return exact().format(at)
}

/** "14:03:09.120", the clock of a conversation. */
export function clockTime(at: number): string {
  const time = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(
    time.getMilliseconds(),
  ).padStart(3, '0')}`
}

/** The pause before a line: "+0.24 s", "+3.1 s", "+2 min"; '' under 50 ms, where it says nothing. */
export function gapText(milliseconds: number): string {
  if (milliseconds < 50) return ''
  if (milliseconds < SECOND) return `+${(milliseconds / SECOND).toFixed(2)} s`
  if (milliseconds < MINUTE) return `+${(milliseconds / SECOND).toFixed(1)} s`
  return `+${span(milliseconds)}`
}
