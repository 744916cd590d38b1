const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "25 minutes", "3 hours", "2 days": rounded down, in the unit in which a person would say it. */
export function spanWords(milliseconds: number): string {
  if (milliseconds < 2 * HOUR) return words(milliseconds / MINUTE, 'minute')
  if (milliseconds < 2 * DAY) return words(milliseconds / HOUR, 'hour')
  return words(milliseconds / DAY, 'day')
}

function words(value: number, unit: string): string {
  const count = Math.floor(value)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
