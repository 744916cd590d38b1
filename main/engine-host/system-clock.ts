import type { Clock, Dispose } from '../engine/ports.ts'

/** Node waits at most this long in one timer (2^31 - 1 ms); longer delays fire at once, so they are cut into legs. */
const LONGEST_TIMER_MS = 2_147_483_647

/** The computer's clock. Its timers never keep the process alive. */
export const systemClock: Clock = { now: () => Date.now(), after }

function after(milliseconds: number, callback: () => void): Dispose {
  const leg = Math.min(Math.max(0, milliseconds), LONGEST_TIMER_MS)
  let disposeNext: Dispose | null = null
  const timer = setTimeout(() => {
    if (milliseconds > leg) disposeNext = after(milliseconds - leg, callback)
    else callback()
  }, leg)
  timer.unref()
  return () => {
    clearTimeout(timer)
    disposeNext?.()
  }
}
