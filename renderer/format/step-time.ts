import { byLocale } from '../text/language.ts'

const time = byLocale((locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }))
const dayAndTime = byLocale(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' }),
)

/** Under a chart: "14:30"; with the day of the week where it spans more than one: "Mon 14:00". */
export function stepTime(at: number, withDay: boolean): string {
  return (withDay ? dayAndTime() : time()).format(at)
}
