import { encodeId } from '../../../../shared/domain/id.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { moveRecipient } from './move-recipient.ts'

export interface StartRequest {
  readonly routes: readonly string[]
  readonly domain: string | null
  readonly now: number
}

const SLICE = 500

const LATER_ON = `
  SELECT * FROM recipients INDEXED BY recipients_due
  WHERE route = ? AND next_attempt_at > ? AND (? IS NULL OR matches_domain(?, address)) LIMIT ?`

/** One slice: what waits on these routes is due now, which takes it out of what is found here. */
export function startWaiting(
  connection: WriteConnection,
  { routes, domain, now }: StartRequest,
): { readonly touched: string[]; readonly more: boolean } {
  const at = Math.round(now)
  const found = routes.map(
    (route) => connection.prepare(LATER_ON).all(route, at, domain, domain, SLICE) as RecipientColumns[],
  )
  for (const row of found.flat()) moveRecipient(connection, row, { kind: 'Advance', nextAttemptAt: at }, at)
  return {
    touched: [...new Set(found.flat().map((row) => row.message_key))].map(encodeId),
    more: found.some(({ length }) => length >= SLICE),
  }
}
