import type { WriteConnection } from '../workers/connection.ts'
import { refreshMessage } from './refresh-message.ts'

/** Brings the columns of changed messages up to date, once for each however many of its recipients changed. */
export function settleMessages(connection: WriteConnection): void {
  for (const [key, change] of connection.dirty) refreshMessage(connection, key, change)
  connection.dirty.clear()
}
