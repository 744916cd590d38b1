/**
 * Which problems are worth a notification of the desktop: each that is new, once. One that comes and goes is not said
 * again until it has been away for a while. Pure.
 */
import type { Attention } from '../../shared/contract/system.ts'

/** When each problem was seen last, by kind and subject. Times are milliseconds since 1970. */
export type SeenProblems = ReadonlyMap<string, number>

/** A problem that was away for less counts as the same one. */
const AWAY_MS = 30 * 60_000

export function announceProblems(
  seen: SeenProblems,
  attention: readonly Attention[],
  now: number,
): { readonly seen: SeenProblems; readonly announce: readonly Attention[] } {
  const problems = attention.filter(({ severity }) => severity === 'problem')
  const announce = problems.filter((item) => !seen.has(keyOf(item)))
  const kept = [...seen].filter(([, at]) => now - at < AWAY_MS)
  return { seen: new Map([...kept, ...problems.map((item) => [keyOf(item), now] as const)]), announce }
}

function keyOf({ kind, subject }: Attention): string {
  return `${kind} ${subject ?? ''}`
}
