import type { Migration } from './migration.ts'

/** Both indexes are partial: mail that goes out at once enters neither. */
export const whoWasTold: Migration = {
  version: 3,
  description: 'Which waiting recipients had no delay notice yet, and which reports could not be delivered',
  sql: `
    CREATE INDEX recipients_without_notice ON recipients (message_key)
      WHERE delay_notice_sent_at IS NULL AND next_attempt_at IS NOT NULL;
    CREATE INDEX recipients_double_bounced ON recipients (message_key)
      WHERE hold = 'double-bounce' AND state = 'held';
  `,
}
