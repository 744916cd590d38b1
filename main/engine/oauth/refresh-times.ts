/** When a token is got anew, and when a provider that failed is asked again. Pure; milliseconds. */
import type { TokenSet } from './token-set.ts'

/** Left of an access token's life for it to be handed out: an SMTP sign-in takes some seconds. */
export const NEEDED_LIFE = 10_000

const AHEAD = 300_000
const MOST_JITTER = 60_000

/**
 * At 80 % of the life or five minutes before its end, whichever is later; a little earlier by chance, so that routes
 * with tokens of the same hour do not ask together.
 */
export function refreshAt({ obtainedAt, expiresAt }: TokenSet, chance: number): number {
  const life = Math.max(0, expiresAt - obtainedAt)
  const due = obtainedAt + Math.max(life * 0.8, life - AHEAD)
  return due - chance * Math.min(MOST_JITTER, life * 0.05)
}

const BACK_OFF = [5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000]

/** `failures` in a row, from 1; up to a fifth later by chance. What the provider asks for counts, up to an hour. */
export function retryDelay(failures: number, retryAfter: number | null, chance: number): number {
  const step = BACK_OFF[Math.min(failures, BACK_OFF.length) - 1] ?? 600_000
  return Math.max(step * (1 + chance / 5), Math.min(retryAfter ?? 0, 3_600_000))
}
