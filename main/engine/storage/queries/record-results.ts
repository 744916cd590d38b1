import { decodeId } from '../../../../shared/domain/id.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { NewMessage, RecipientResult } from '../storage.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { acceptMessage } from './accept-message.ts'
import { addEvent, plainEvent } from './add-event.ts'
import { moveRecipient } from './move-recipient.ts'

export interface RecordRequest {
  readonly owner: string
  readonly results: readonly RecipientResult[]
  /** Kept only where the owner still held one of the recipients: else somebody else reports. */
  readonly report: NewMessage | null
}

const READ = `
  SELECT * FROM recipients WHERE message_key = ? AND number = ? AND lease_owner = ? AND state = 'active'`

/** Answers how many of the results were entered: a lease that was lost changes nothing. */
export function recordResults(
  connection: WriteConnection,
  { owner, results, report }: RecordRequest,
): number {
  const recorded = results.filter((result) => recordResult(connection, owner, result)).length
  if (report && recorded > 0) acceptMessage(connection, { message: report, lease: null })
  return recorded
}

function recordResult(connection: WriteConnection, owner: string, result: RecipientResult): boolean {
  const key = decodeId(result.message)
  const row = connection.prepare(READ).get(key, result.recipient, owner) as RecipientColumns | undefined
  if (!row) return false
  const at = result.history?.at ?? timeOf(result)
  if (!moveRecipient(connection, row, result.event, at)) return false
  if (result.history) addEvent(connection, key, result.recipient, result.history)
  if (result.event.kind === 'Defer' && result.event.delayNotice)
    addEvent(connection, key, result.recipient, plainEvent(at, 'DelayNotice', null))
  if (result.event.kind === 'Capture')
    connection.prepare('UPDATE messages SET captured = 1 WHERE key = ?').run(key)
  return true
}

/** Only ReleaseLease leaves no history; it ends nothing, so that its time is not kept anywhere. */
function timeOf({ event }: RecipientResult): number {
  return event.kind === 'ReleaseLease' ? event.nextAttemptAt : 0
}
