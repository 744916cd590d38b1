import type { Connection } from '../workers/connection.ts'

const SQL = `
  SELECT count(DISTINCT message_key) FROM recipients INDEXED BY recipients_double_bounced
  WHERE hold = 'double-bounce' AND state = 'held'`

/** Reports that could not be delivered and are kept for the postmaster. */
export function countDoubleBounces(connection: Connection): number {
  return connection.prepare(SQL).pluck().get() as number
}
