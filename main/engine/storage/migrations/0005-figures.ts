import type { Migration } from './migration.ts'

/** times is JSON: [bucket, count] of delivery-times.ts. Steps and hours are their starts in milliseconds since 1970. */
export const figures: Migration = {
  version: 5,
  description: 'What was counted by the minute, by sender and by relay rule',
  sql: `
    CREATE TABLE flow_minutes (
      minute INTEGER PRIMARY KEY,
      accepted INTEGER NOT NULL,
      delivered INTEGER NOT NULL,
      deferred INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      depth INTEGER,
      times TEXT NOT NULL
    ) STRICT;

    CREATE TABLE sender_flow (
      step INTEGER NOT NULL,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      messages INTEGER NOT NULL,
      recipients INTEGER NOT NULL,
      PRIMARY KEY (kind, name, step)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sender_flow_by_step ON sender_flow (step);
    -- What the history still knows of the last week, so that charts do not begin empty.
    INSERT INTO sender_flow
      SELECT received_at / 900000 * 900000 AS step,
        CASE WHEN account IS NOT NULL THEN 'account' WHEN network IS NOT NULL THEN 'network'
          WHEN client IS NOT NULL AND origin_kind = 'smtp' THEN 'client' ELSE 'local' END AS kind,
        coalesce(account, network, iif(origin_kind = 'smtp', client, NULL), '') AS name,
        count(*), sum(recipient_count)
      FROM messages INDEXED BY messages_by_reception
      WHERE received_at >= (unixepoch() - 691200) * 1000 AND origin_kind <> 'local'
      GROUP BY step, kind, name;

    CREATE TABLE network_seen (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE rule_hits (
      rule TEXT PRIMARY KEY,
      since INTEGER NOT NULL,
      total INTEGER NOT NULL,
      last_at INTEGER,
      last_message_id TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE rule_hours (
      rule TEXT NOT NULL,
      hour INTEGER NOT NULL,
      hits INTEGER NOT NULL,
      PRIMARY KEY (rule, hour)
    ) STRICT, WITHOUT ROWID;
  `,
}
