import { encodeId } from '../../../../shared/domain/id.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { addEvent, plainEvent } from './add-event.ts'
import { moveRecipient } from './move-recipient.ts'

export interface RerouteRequest {
  readonly now: number
  readonly routes: readonly string[]
  readonly mended: readonly string[]
}

const SLICE = 500
/** Milliseconds over which a slice of mail on a mended route falls due: an office's at once, a large queue's in turn. */
const SPREAD = 10_000

const WITHOUT_ROUTE = `
  SELECT * FROM recipients INDEXED BY recipients_without_route
  WHERE hold = 'no-route' AND state = 'held' LIMIT ?`

const WAITING_ON = `
  SELECT * FROM recipients INDEXED BY recipients_due WHERE route = ? AND next_attempt_at IS NOT NULL LIMIT ?`

const LATER_ON = `
  SELECT * FROM recipients INDEXED BY recipients_due WHERE route = ? AND next_attempt_at > ?
  ORDER BY next_attempt_at LIMIT ?`

/**
 * One slice: mail that is held for want of a route is due again, and mail that waits on `routes` forgets them,
 * and what waits longer than the spread on `mended` is due within it. All leave the index by which they are found. Answers the messages, and whether there may be more.
 */
export function reroute(
  connection: WriteConnection,
  { now, routes, mended }: RerouteRequest,
): { readonly touched: string[]; readonly more: boolean } {
  const held = connection.prepare(WITHOUT_ROUTE).all(SLICE) as RecipientColumns[]
  for (const row of held)
    if (moveRecipient(connection, row, { kind: 'Reroute', now }, now))
      addEvent(connection, row.message_key, row.number, plainEvent(now, 'Release', RELEASED))
  const waiting = routes.flatMap(
    (route) => connection.prepare(WAITING_ON).all(route, SLICE) as RecipientColumns[],
  )
  for (const row of waiting) moveRecipient(connection, row, { kind: 'Reroute', now }, now)
  const later = mended.flatMap(
    (route) => connection.prepare(LATER_ON).all(route, now + SPREAD, SLICE) as RecipientColumns[],
  )
  for (const [place, row] of later.entries()) {
    const nextAttemptAt = now + (place % SLICE) * (SPREAD / SLICE)
    moveRecipient(connection, row, { kind: 'Advance', nextAttemptAt }, now)
  }
  const keys = new Set([...held, ...waiting, ...later].map((row) => row.message_key))
  return {
    touched: [...keys].map(encodeId),
    more: [held, waiting, later].some(({ length }) => length >= SLICE),
  }
}

const RELEASED = 'Relay rules or routes have changed.'
