import type { Route } from '../../../shared/domain/route.ts'
import type { Claim } from '../storage/storage.ts'
import type { JobBody } from './job-body.ts'

/** Leased recipients of one message that take the same route: one attempt. */
export interface Job {
  /** Its recipients are only those of this job. */
  readonly claim: Claim
  readonly route: Route
  /** The rule that chose the route, by recipient number. */
  readonly rules: ReadonlyMap<number, string>
  readonly body: JobBody
}
