import { encodeId } from '../../../../../shared/domain/id.ts'
import type { RecipientColumns } from '../../rows/recipient-row.ts'
import type { WriteConnection } from '../../workers/connection.ts'
import { addEvent, plainEvent } from '../add-event.ts'

const SLICE = 500

const CHOSEN = `
  SELECT * FROM recipients INDEXED BY recipients_by_forced_route
  WHERE forced_route IS NOT NULL AND state IN ('queued', 'active', 'deferred', 'held')
    AND forced_route NOT IN (SELECT value FROM json_each(?)) LIMIT ?`

// The route that claims find it by is forgotten with it, or it would wait for one that never comes.
const FORGET = `
  UPDATE recipients SET forced_route = NULL, route = iif(state = 'active', route, NULL)
  WHERE message_key = ? AND number = ?`

/** One slice: where a route that was chosen by hand is no longer there, the rules decide again, and the history says so. */
export function forgetRoutes(
  connection: WriteConnection,
  { existing, now }: { readonly existing: readonly string[]; readonly now: number },
): { readonly touched: string[]; readonly more: boolean } {
  const rows = connection.prepare(CHOSEN).all(JSON.stringify(existing), SLICE) as RecipientColumns[]
  for (const row of rows) {
    connection.prepare(FORGET).run(row.message_key, row.number)
    const note = `The route "${row.forced_route}", chosen by hand, is no longer there: the relay rules decide again.`
    addEvent(connection, row.message_key, row.number, plainEvent(now, 'Redirect', note))
  }
  return {
    touched: [...new Set(rows.map(({ message_key }) => message_key))].map(encodeId),
    more: rows.length >= SLICE,
  }
}
