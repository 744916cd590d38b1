import type { LocalTimeOf } from './rules/time-window.ts'

/** By the time zone of this computer. */
export const computerTime: LocalTimeOf = (at) => {
  const date = new Date(at)
  return { weekday: (date.getDay() + 6) % 7, minute: date.getHours() * 60 + date.getMinutes() }
}
