import type { Route } from '../../../shared/domain/route.ts'
import type { Claim } from '../storage/storage.ts'

/** Leased recipients of one message that take the same route: one attempt. */
export interface Job {
  /** Its recipients are only those of this job. */
  readonly claim: Claim
  readonly route: Route
  /** The rule that chose the route, by recipient number. */
  readonly rules: ReadonlyMap<number, string>
  /** The octets of a small body that just came in, so that it need not be read back; null elsewhere. */
  readonly content: Buffer | null
}
