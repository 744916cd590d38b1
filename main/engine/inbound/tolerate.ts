import type { Tolerance } from '../../../shared/domain/tolerance.ts'
import type { SessionRecorder } from '../sessions/session-log.ts'
import { known, type SessionState } from './session-state.ts'

/** Does the client's device profile forgive this? Where it does, the session log names it. */
export type Tolerate = (tolerance: Tolerance, why: string) => boolean

export function tolerateFor(state: SessionState, log: Pick<SessionRecorder, 'tolerated'>): Tolerate {
  return (tolerance, why) => {
    if (!known(state).tolerates.has(tolerance)) return false
    log.tolerated(tolerance, why)
    return true
  }
}

/** For the note of a refusal: how the administrator lets this device in, if it cannot be changed. */
export function wouldForgive(tolerance: Tolerance): string {
  return `"${tolerance}" in the device profile of the client's network, or of the listener, would forgive it`
}
