/** A moment for people, in this computer's time zone, to the minute and never too early: "14:20", "14:20 tomorrow". */
export function clockTime(at: number, now: number): string {
  const moment = new Date(Math.ceil(at / 60_000) * 60_000)
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`
  const days = Math.round((midnight(moment) - midnight(new Date(now))) / 86_400_000)
  if (days === 0) return time
  if (days === 1) return `${time} tomorrow`
  return `${time} on ${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
}

function midnight(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime()
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
