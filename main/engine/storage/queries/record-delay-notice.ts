import { decodeId } from '../../../../shared/domain/id.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import type { NewMessage } from '../storage.ts'
import type { WriteConnection } from '../workers/connection.ts'
import { acceptMessage } from './accept-message.ts'
import { addEvent, plainEvent } from './add-event.ts'
import { moveRecipient } from './move-recipient.ts'

export interface DelayNoticeRequest {
  readonly message: string
  readonly recipients: readonly number[]
  readonly report: NewMessage
  readonly now: number
}

const READ = `
  SELECT * FROM recipients
  WHERE message_key = ? AND number = ? AND state IN ('queued', 'deferred') AND delay_notice_sent_at IS NULL`

/**
 * The notice and what it says of the recipients, all or nothing: where one of them is in an attempt, done, or told
 * already, nothing changes and the answer is false.
 */
export function recordDelayNotice(
  connection: WriteConnection,
  { message, recipients, report, now }: DelayNoticeRequest,
): boolean {
  const key = decodeId(message)
  const rows = recipients
    .map((number) => connection.prepare(READ).get(key, number) as RecipientColumns | undefined)
    .filter((row) => row !== undefined)
  if (rows.length === 0 || rows.length < recipients.length) return false
  for (const row of rows) {
    moveRecipient(connection, row, { kind: 'TellDelay' }, now)
    addEvent(connection, key, row.number, plainEvent(now, 'DelayNotice', null))
  }
  acceptMessage(connection, { message: report, lease: null })
  return true
}
