/** Why a route takes nothing now, from whoever knows a reason: pacing, circuits, sign-in. */
import type { Route } from '../../../shared/domain/route.ts'
import type { Dispose } from '../ports.ts'

export interface RouteBlock {
  /** Milliseconds since 1970; null until somebody does something. */
  readonly until: number | null
  /** "Waits until 14:20: 30 of 30 messages this minute." */
  readonly text: string
  /** What is wrong, as the host or Mailroom said it. Absent where nothing is, as with a pace. */
  readonly reason?: string
}

export interface BlockSource {
  /** Asked often: answers from memory. */
  blocked(route: Route): RouteBlock | null
  /** Hears when a block began, ended or moved. */
  onChange(listener: () => void): Dispose
}

/** The block that lasts longest counts: the others are over by then, or speak up again. */
export function combineBlocks(sources: readonly BlockSource[]): BlockSource {
  return {
    blocked: (route) =>
      sources.map((source) => source.blocked(route)).reduce((one, other) => longer(one, other), null),
    onChange(listener) {
      const disposers = sources.map((source) => source.onChange(listener))
      return () => {
        for (const dispose of disposers) dispose()
      }
    },
  }
}

function longer(one: RouteBlock | null, other: RouteBlock | null): RouteBlock | null {
  if (one === null || other === null) return one ?? other
  const isOtherLonger = (other.until ?? Number.POSITIVE_INFINITY) > (one.until ?? Number.POSITIVE_INFINITY)
  const reason = one.reason ?? other.reason
  return { ...(isOtherLonger ? other : one), ...(reason === undefined ? {} : { reason }) }
}
