import { holdSchema, type Recipient, recipientStateSchema } from '../../../../shared/domain/recipient.ts'
import type { RecipientProgress } from '../../queue/transition.ts'
import { readNotify, readReply } from './json-columns.ts'

/** As SQLite gives it. */
export interface RecipientColumns {
  readonly message_key: number
  readonly number: number
  readonly address: string
  readonly state: string
  readonly route: string | null
  readonly attempts: number
  readonly next_attempt_at: number | null
  readonly last_reply: string | null
  readonly last_host: string | null
  readonly notify: string | null
  readonly original_recipient: string | null
  readonly delay_notice_sent_at: number | null
  readonly hold: string | null
  readonly forced_route: string | null
  readonly lease_owner: string | null
  readonly lease_until: number | null
}

export function readRecipient(row: RecipientColumns): Recipient {
  const { lease: _, ...progress } = readProgress(row)
  return {
    ...progress,
    number: row.number,
    address: row.address,
    notify: readNotify(row.notify),
    originalRecipient: row.original_recipient,
  }
}

/** A state that nobody knows is shown as held: it waits for a person. */
export function readProgress(row: RecipientColumns): RecipientProgress {
  return {
    state: recipientStateSchema.safeParse(row.state).data ?? 'held',
    route: row.route,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastReply: readReply(row.last_reply),
    lastHost: row.last_host,
    delayNoticeSentAt: row.delay_notice_sent_at,
    hold: holdSchema.safeParse(row.hold).data ?? null,
    forcedRoute: row.forced_route,
    lease: row.lease_owner === null ? null : { owner: row.lease_owner, until: row.lease_until ?? 0 },
  }
}
