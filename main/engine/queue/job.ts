import type { Route } from '../../../shared/domain/route.ts'
import type { ContentChange, Priority } from '../rules/apply-changes.ts'
import type { Claim } from '../storage/storage.ts'
import type { JobBody } from './job-body.ts'

/** Leased recipients of one message that take the same route with the same changes: one attempt. */
export interface Job {
  /** Its recipients are only those of this job. */
  readonly claim: Claim
  readonly route: Route
  /** The rule that chose the route, by recipient number. */
  readonly rules: ReadonlyMap<number, string>
  readonly body: JobBody
  /** Absent where the rules change nothing of the mail. */
  readonly changed?: ChangedMail
  /** Its place among those that wait for room; default: normal. */
  readonly priority?: Priority
}

/** What the next hop gets in place of what came in. */
export interface ChangedMail {
  readonly sender: string
  /** By recipient number; only those that differ. */
  readonly addresses: ReadonlyMap<number, string>
  readonly content: readonly ContentChange[]
}
