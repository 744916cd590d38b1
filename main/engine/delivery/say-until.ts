/** A moment in the near future as people say it, by the clock of this computer: "14:20", "14:20:31", "Tue 14:20". Pure. */
export function sayUntil(at: number, now: number): string {
  const date = new Date(at)
  const minutes = `${two(date.getHours())}:${two(date.getMinutes())}`
  if (at - now < 120_000) return `${minutes}:${two(date.getSeconds())}`
  if (date.toDateString() === new Date(now).toDateString()) return minutes
  return `${DAYS[date.getDay()]} ${minutes}`
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

function two(number: number): string {
  return String(number).padStart(2, '0')
}
