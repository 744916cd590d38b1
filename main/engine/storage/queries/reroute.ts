import { encodeId } from '../../../../shared/domain/id.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { addEvent, plainEvent } from './add-event.ts'
import { moveRecipient } from './move-recipient.ts'

export interface RerouteRequest {
  readonly now: number
  readonly routes: readonly string[]
}

const SLICE = 500

const WITHOUT_ROUTE = `
  SELECT * FROM recipients INDEXED BY recipients_without_route
  WHERE hold = 'no-route' AND state = 'held' LIMIT ?`

const WAITING_ON = `
  SELECT * FROM recipients INDEXED BY recipients_due WHERE route = ? AND next_attempt_at IS NOT NULL LIMIT ?`

/**
 * One slice: mail that is held for want of a route is due again, and mail that waits on these routes forgets them.
 * Both leave the index by which they are found. Answers the messages, and whether there may be more.
 */
export function reroute(
  connection: WriteConnection,
  { now, routes }: RerouteRequest,
): { readonly touched: string[]; readonly more: boolean } {
  const held = connection.prepare(WITHOUT_ROUTE).all(SLICE) as RecipientColumns[]
  for (const row of held)
    if (moveRecipient(connection, row, { kind: 'Reroute', now }, now))
      addEvent(connection, row.message_key, row.number, plainEvent(now, 'Release', RELEASED))
  const waiting = routes.flatMap(
    (route) => connection.prepare(WAITING_ON).all(route, SLICE) as RecipientColumns[],
  )
  for (const row of waiting) moveRecipient(connection, row, { kind: 'Reroute', now }, now)
  const keys = new Set([...held, ...waiting].map((row) => row.message_key))
  return { touched: [...keys].map(encodeId), more: held.length === SLICE || waiting.length >= SLICE }
}

const RELEASED = 'Relay rules or routes have changed.'
