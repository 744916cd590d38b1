/**
 * What is worth a notification of the desktop: each matter once, when it is new and lasts. One that comes and goes is
 * not said again until it has been away for a while. Pure.
 */
import type { Attention } from '../../shared/contract/system.ts'
import { noticeOf } from '../../shared/desktop/preferences.ts'

/** Times are milliseconds since 1970. */
export interface SeenProblem {
  readonly since: number
  /** Seen last. */
  readonly at: number
  readonly announced: boolean
}
/** By notice and subject: a route that fails and then has an open circuit is one matter. */
export type SeenProblems = ReadonlyMap<string, SeenProblem>

/** A problem that was away for less counts as the same one. */
const AWAY_MS = 30 * 60_000
/** A next hop that stumbles is up again before anybody could do something; only one that stays down is news. */
const ROUTE_SETTLES_MS = 60_000

export function announceProblems(
  seen: SeenProblems,
  attention: readonly Attention[],
  now: number,
): { readonly seen: SeenProblems; readonly announce: readonly Attention[] } {
  const kept = new Map([...seen].filter(([, { at }]) => now - at < AWAY_MS))
  const announce: Attention[] = []
  for (const item of attention.filter(isNews)) {
    const key = keyOf(item)
    const known = seen.get(key)
    // What was away in between begins anew to last, but is not said twice.
    const since = known && now - known.at < ROUTE_SETTLES_MS ? known.since : now
    const due = known?.announced !== true && now - since >= settling(item)
    if (due) announce.push(item)
    kept.set(key, { since, at: now, announced: known?.announced === true || due })
  }
  return { seen: kept, announce }
}

/**
 * Problems of the kinds that a person is called for; of sign-ins also that they end soon (said as info, for nothing is
 * wrong yet), but not that one is still to be made: whoever set the route up knows.
 */
function isNews({ kind, severity }: Attention): boolean {
  if (noticeOf(kind) === null) return false
  if (kind === 'sign-in') return severity !== 'warning'
  if (kind === 'queue-stuck' || kind === 'device-silent' || kind === 'backup') return severity !== 'info'
  return severity === 'problem'
}

function settling({ kind }: Attention): number {
  return kind === 'route-failing' ? ROUTE_SETTLES_MS : 0
}

function keyOf({ kind, subject, severity }: Attention): string {
  // An ending sign-in and an ended one are two matters.
  const stage = kind === 'sign-in' ? severity : ''
  return `${noticeOf(kind) ?? kind} ${stage} ${subject ?? ''}`
}
