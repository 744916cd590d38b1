const FIRST_MS = 250
const LONGEST_MS = 10_000

/** Milliseconds to wait before a connection attempt, which counts from 1: doubles up to ten seconds. */
export function backOff(attempt: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1))
}
