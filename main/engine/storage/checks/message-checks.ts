/** Invariants of what belongs to messages, each as the query that finds the keys of those that break it. */
import { OPEN_STATES, RECIPIENT_STATES } from '../../../../shared/domain/recipient.ts'

export type MessageFlaw =
  | 'message-missing'
  | 'recipients-missing'
  | 'body-missing'
  | 'body-unowned'
  | 'schedule'
  | 'summary'
  | 'history-unowned'
  | 'plan-unowned'

const OPEN = quoted(OPEN_STATES)
const KNOWN = quoted(RECIPIENT_STATES)

/** As deriveMessageState: a state that nobody knows counts as held. */
const DERIVED = `
  CASE
    WHEN count(r.state) = 0 THEN 'cancelled'
    WHEN max(r.state = 'active') THEN 'active'
    WHEN max(r.state = 'held' OR r.state NOT IN (${KNOWN})) THEN 'held'
    WHEN max(r.state = 'deferred') THEN 'deferred'
    WHEN max(r.state = 'queued') THEN 'queued'
    WHEN max(r.state IN ('bounced', 'expired')) THEN 'failed'
    WHEN max(r.state = 'delivered') THEN 'delivered'
    ELSE 'cancelled'
  END`

/** In the order in which they are mended: what one finds may be there only because of what comes before. */
export const MESSAGE_CHECKS: readonly { readonly flaw: MessageFlaw; readonly sql: string }[] = [
  {
    flaw: 'message-missing',
    sql: `SELECT DISTINCT message_key AS key FROM recipients
      WHERE NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.key = message_key)`,
  },
  {
    flaw: 'recipients-missing',
    sql: `SELECT m.key FROM messages AS m LEFT JOIN recipients AS r ON r.message_key = m.key
      GROUP BY m.key HAVING count(r.number) < m.recipient_count`,
  },
  {
    flaw: 'body-missing',
    sql: `SELECT m.key FROM messages AS m LEFT JOIN bodies AS b ON b.message_key = m.key
      WHERE m.body_kind = 'inline' AND (b.content IS NULL OR length(b.content) <> m.size)
        AND (m.open_count = 0 OR EXISTS (
          SELECT 1 FROM recipients AS r
          WHERE r.message_key = m.key AND r.state IN ('queued', 'deferred', 'active')))`,
  },
  {
    flaw: 'body-unowned',
    sql: `SELECT b.message_key AS key FROM bodies AS b LEFT JOIN messages AS m ON m.key = b.message_key
      WHERE m.key IS NULL OR m.body_kind <> 'inline'`,
  },
  {
    flaw: 'schedule',
    sql: `SELECT DISTINCT message_key AS key FROM recipients
      WHERE (state IN ('queued', 'deferred')) <> (next_attempt_at IS NOT NULL)
        OR (state = 'active') <> (lease_owner IS NOT NULL)`,
  },
  {
    flaw: 'summary',
    sql: `SELECT m.key FROM messages AS m LEFT JOIN recipients AS r ON r.message_key = m.key
      GROUP BY m.key
      HAVING m.state <> ${DERIVED}
        OR m.open_count <> total(r.state IN (${OPEN}) OR r.state NOT IN (${KNOWN}))
        OR m.next_attempt_at IS NOT min(r.next_attempt_at)
        OR m.recipient_count <> count(r.number)
        OR (m.finished_at IS NULL) <> (m.open_count > 0)`,
  },
  {
    flaw: 'history-unowned',
    sql: `SELECT DISTINCT message_key AS key FROM events
      WHERE NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.key = message_key)`,
  },
  {
    flaw: 'plan-unowned',
    sql: `SELECT message_key AS key FROM pending_messages
      WHERE NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.key = message_key)
        OR NOT EXISTS (SELECT 1 FROM operations AS o WHERE o.key = operation_key)
      UNION SELECT message_key FROM pending_recipients
      WHERE NOT EXISTS (SELECT 1 FROM pending_messages AS p WHERE p.message_key = pending_recipients.message_key)
      UNION SELECT message_key FROM recipients
      WHERE hold = 'pending' AND state = 'held'
        AND NOT EXISTS (SELECT 1 FROM pending_messages AS p WHERE p.message_key = recipients.message_key)`,
  },
]

function quoted(states: readonly string[]): string {
  return states.map((state) => `'${state}'`).join(', ')
}
