import { holdMessage, LOST, loseBody } from '../checks/mend-message.ts'
import type { WriteConnection } from '../workers/connection.ts'

export interface LostBodies {
  readonly missing: readonly number[]
  /** They are there, and not what was accepted. */
  readonly changed: readonly number[]
  readonly now: number
  /** Before anything is delivered: attempts are of a dead run. Else what is in an attempt is left to it. */
  readonly areLeasesDead: boolean
}

/** Holds what was still to be sent of them; answers how many messages that changed. */
export function loseBodies(
  connection: WriteConnection,
  { missing, changed, now, areLeasesDead }: LostBodies,
): number {
  const lost = missing.filter((key) => loseBody(connection, key, now, areLeasesDead))
  const held = changed.filter((key) => holdMessage(connection, key, LOST.changed, now, areLeasesDead))
  return lost.length + held.length
}
