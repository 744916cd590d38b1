/** Invariants of the store as a whole, and how what breaks them is made anew. */
import type { Connection } from '../workers/connection.ts'

export type StoreFlaw = 'message-counts' | 'session-totals' | 'text-index' | 'app-passwords'

interface StoreCheck {
  readonly flaw: StoreFlaw
  /** How many rows are not as they should be. */
  readonly sql: string
  /** Statements that make them so. */
  readonly mend: string
}

export const STORE_CHECKS: readonly StoreCheck[] = [
  {
    flaw: 'message-counts',
    sql: `SELECT count(*) AS count FROM (SELECT state, count(*) AS count FROM messages GROUP BY state) AS m
      FULL JOIN message_counts AS c ON c.state = m.state WHERE coalesce(m.count, 0) <> coalesce(c.count, 0)`,
    mend: `DELETE FROM message_counts;
      INSERT INTO message_counts SELECT state, count(*) FROM messages GROUP BY state;`,
  },
  {
    flaw: 'session-totals',
    sql: `SELECT (SELECT count(*) FROM session_totals AS t
        WHERE t.id = 1 AND t.count = (SELECT count(*) FROM sessions)
          AND t.bytes = (SELECT coalesce(sum(bytes), 0) FROM sessions)) <> 1 AS count`,
    mend: `DELETE FROM session_totals;
      INSERT INTO session_totals SELECT 1, count(*), coalesce(sum(bytes), 0) FROM sessions;`,
  },
  {
    flaw: 'text-index',
    // The newest may not have been indexed before the end: see text-index.
    sql: `SELECT count(*) AS count FROM messages AS m FULL JOIN message_text_docsize AS t ON t.id = m.key
      WHERE m.key IS NULL OR (t.id IS NULL AND m.key <
        coalesce((SELECT CAST(content AS INTEGER) FROM documents WHERE name = 'text-indexed-below'), m.key + 1))`,
    mend: `INSERT INTO message_text (message_text) VALUES ('delete-all');
      INSERT INTO message_text (rowid, sender, recipients, subject, message_id)
      SELECT m.key, m.sender,
        coalesce((SELECT group_concat(r.address, ' ') FROM recipients AS r WHERE r.message_key = m.key), ''),
        m.subject, coalesce(m.message_id, '')
      FROM messages AS m;`,
  },
  {
    flaw: 'app-passwords',
    sql: `SELECT count(*) AS count FROM app_passwords
      WHERE NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.username = app_passwords.username)`,
    // Nobody can sign in with them: their account is gone.
    mend: `DELETE FROM app_passwords
      WHERE NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.username = app_passwords.username);`,
  },
]

export function countFlaws({ database }: Connection, { sql }: StoreCheck): number {
  return (database.prepare(sql).get() as { readonly count: number }).count
}
