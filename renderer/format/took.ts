import { byLocale } from '../text/language.ts'
import { t } from '../text/t.ts'
import { span } from './relative-time.ts'

const short = byLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))

/** How long something took: "840 ms", "1.4 s", "48 s", "22 min". */
export function took(milliseconds: number): string {
  if (milliseconds < 1_000) return t('{count} ms', { count: Math.round(milliseconds) })
  if (milliseconds < 10_000) return t('{seconds} s', { seconds: short().format(milliseconds / 1_000) })
  return span(milliseconds)
}
