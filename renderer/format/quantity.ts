import { byLocale } from '../text/language.ts'
import { t } from '../text/t.ts'

const grouped = byLocale((locale) => new Intl.NumberFormat(locale))
const short = byLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))

/** 1234567 as "1,234,567", or as the viewer writes it. */
export function count(value: number): string {
  return grouped().format(value)
}

/** "1 message", "3 messages"; its text in the catalogue is "{count, plural, one {# message} other {# messages}}". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return t(`{count, plural, one {# ${one}} other {# ${many}}}`, { count: value })
}

/** Octets as "812 B", "48.2 KiB", "20 MiB". */
export function bytes(octets: number): string {
  if (octets < 1024) return `${octets} B`
  const units = ['KiB', 'MiB', 'GiB', 'TiB']
  let value = octets / 1024
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${short().format(value >= 100 ? Math.round(value) : value)} ${units[unit]}`
}

/** One digit after the point below ten, none above: 0.4, 3.1, 48. */
export function shortNumber(value: number): string {
  return short().format(value >= 10 ? Math.round(value) : value)
}

/** For badges, where room is short: 950, "1.2k", "48k", "1M". */
export function compactCount(value: number): string {
  if (value < 1000) return String(value)
  if (value < 9_950) return `${short().format(value / 1000)}k`
  if (value < 999_500) return `${Math.round(value / 1000)}k`
  return `${short().format(value / 1_000_000)}M`
}
