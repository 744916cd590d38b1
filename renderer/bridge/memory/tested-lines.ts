import type { SessionLine } from '../../../shared/domain/session.ts'
import { sampleSession } from './sample-sessions.ts'

/** The conversation of a route's test whose sign-in is refused. */
export function testedLines(): readonly SessionLine[] {
  return sampleSession(3, Date.now(), []).lines
}
