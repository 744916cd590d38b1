/** How a session ended, in one sentence of the session log's four words. */
import type { SessionOutcome } from '../../../shared/domain/session.ts'

export interface SessionEnd {
  /** Messages that were answered 250. */
  readonly accepted: number
  /** The last reply that refused something and was not made good since; null where there is none. */
  readonly refused: string | null
  /** What broke it off: network, TLS, time-out; null where nothing did. */
  readonly broken: string | null
  /** A message was begun and neither refused nor accepted. */
  readonly unfinished: boolean
}

export function sessionOutcome(end: SessionEnd): {
  readonly outcome: Exclude<SessionOutcome, 'open'>
  readonly problem: string | null
} {
  if (end.broken !== null) return { outcome: 'failed', problem: end.broken }
  if (end.refused !== null && end.accepted === 0) return { outcome: 'refused', problem: end.refused }
  if (end.unfinished)
    return { outcome: 'failed', problem: 'The client closed the connection before its message was complete' }
  return { outcome: 'completed', problem: null }
}
