import type { Migration } from './migration.ts'

/**
 * Keys of messages and sessions are decodeId(id): they grow with time, so that what is new lies together. Times are
 * milliseconds since 1970; replies, notify and first_recipients are JSON.
 *
 * Every index is paid for by each accepted message. Those of `messages` are appended to, except messages_by_size and
 * messages_by_next_attempt; the partial ones hold only what they are for.
 */
export const initialSchema: Migration = {
  version: 1,
  description: 'Messages, recipients, history, bodies, sessions, configuration',
  sql: `
    CREATE TABLE messages (
      key INTEGER PRIMARY KEY,
      state TEXT NOT NULL,
      sender TEXT NOT NULL,
      first_recipients TEXT NOT NULL,
      recipient_count INTEGER NOT NULL,
      open_count INTEGER NOT NULL,
      subject TEXT NOT NULL,
      message_id TEXT,
      size INTEGER NOT NULL,
      body_kind TEXT NOT NULL,
      captured INTEGER NOT NULL DEFAULT 0,
      received_at INTEGER NOT NULL,
      finished_at INTEGER,
      next_attempt_at INTEGER,
      attempts INTEGER NOT NULL DEFAULT 0,
      route TEXT,
      last_reply TEXT,
      account TEXT,
      client TEXT,
      listener TEXT,
      origin_kind TEXT NOT NULL,
      session_key INTEGER,
      body_type TEXT NOT NULL,
      smtp_utf8 INTEGER NOT NULL,
      ret TEXT,
      envid TEXT
    ) STRICT;
    CREATE INDEX messages_by_reception ON messages (received_at);
    CREATE INDEX messages_by_state ON messages (state, received_at);
    CREATE INDEX messages_by_next_attempt ON messages (next_attempt_at);
    CREATE INDEX messages_by_size ON messages (size);
    CREATE INDEX messages_by_route ON messages (route) WHERE route IS NOT NULL;
    CREATE INDEX messages_by_account ON messages (account) WHERE account IS NOT NULL;
    CREATE INDEX messages_by_end ON messages (finished_at) WHERE finished_at IS NOT NULL;
    CREATE INDEX messages_with_kept_body ON messages (finished_at)
      WHERE finished_at IS NOT NULL AND body_kind <> 'removed' AND captured = 0;

    CREATE TABLE message_counts (state TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TRIGGER count_new_message AFTER INSERT ON messages BEGIN
      INSERT INTO message_counts VALUES (new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER count_removed_message AFTER DELETE ON messages BEGIN
      UPDATE message_counts SET count = count - 1 WHERE state = old.state;
    END;
    CREATE TRIGGER count_changed_message AFTER UPDATE OF state ON messages WHEN new.state <> old.state BEGIN
      UPDATE message_counts SET count = count - 1 WHERE state = old.state;
      INSERT INTO message_counts VALUES (new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
    END;

    CREATE TABLE recipients (
      message_key INTEGER NOT NULL,
      number INTEGER NOT NULL,
      address TEXT NOT NULL,
      state TEXT NOT NULL,
      route TEXT,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER,
      last_reply TEXT,
      last_host TEXT,
      notify TEXT,
      original_recipient TEXT,
      delay_notice_sent_at INTEGER,
      hold TEXT,
      lease_owner TEXT,
      lease_until INTEGER,
      PRIMARY KEY (message_key, number)
    ) STRICT, WITHOUT ROWID;
    -- Only queued and deferred recipients have next_attempt_at, and claims seek in it route by route.
    CREATE INDEX recipients_due ON recipients (route, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
    -- With the state, which SQLite would else look up in the table for each row.
    CREATE INDEX recipients_waiting ON recipients (route, message_key, state)
      WHERE route IS NOT NULL AND state IN ('queued', 'active', 'deferred', 'held');
    CREATE INDEX recipients_without_route ON recipients (message_key)
      WHERE hold = 'no-route' AND state = 'held';

    CREATE TABLE events (
      message_key INTEGER NOT NULL,
      number INTEGER NOT NULL,
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      recipient INTEGER,
      route TEXT,
      rule TEXT,
      host TEXT,
      session_key INTEGER,
      reply TEXT,
      note TEXT,
      next_attempt_at INTEGER,
      PRIMARY KEY (message_key, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE bodies (message_key INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;

    CREATE VIRTUAL TABLE message_text USING fts5 (
      sender, recipients, subject, message_id,
      content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
    );

    CREATE TABLE sessions (
      key INTEGER PRIMARY KEY,
      direction TEXT NOT NULL,
      outcome TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      ended_at INTEGER,
      via TEXT NOT NULL,
      peer_address TEXT NOT NULL,
      peer_port INTEGER NOT NULL,
      peer_name TEXT,
      account TEXT,
      problem TEXT,
      line_count INTEGER NOT NULL,
      tls TEXT,
      message_ids TEXT NOT NULL,
      bytes INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE session_lines (session_key INTEGER PRIMARY KEY, lines TEXT NOT NULL) STRICT;
    CREATE TABLE session_messages (
      message_key INTEGER NOT NULL,
      session_key INTEGER NOT NULL,
      PRIMARY KEY (message_key, session_key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE session_totals (id INTEGER PRIMARY KEY, count INTEGER NOT NULL, bytes INTEGER NOT NULL) STRICT;
    INSERT INTO session_totals VALUES (1, 0, 0);
    CREATE TRIGGER total_new_session AFTER INSERT ON sessions BEGIN
      UPDATE session_totals SET count = count + 1, bytes = bytes + new.bytes;
    END;
    CREATE TRIGGER total_removed_session AFTER DELETE ON sessions BEGIN
      UPDATE session_totals SET count = count - 1, bytes = bytes - old.bytes;
    END;
    CREATE TRIGGER total_changed_session AFTER UPDATE OF bytes ON sessions BEGIN
      UPDATE session_totals SET bytes = bytes + new.bytes - old.bytes;
    END;

    CREATE TABLE accounts (
      username TEXT PRIMARY KEY,
      allowed_senders TEXT NOT NULL,
      disabled INTEGER NOT NULL,
      cram_md5 INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER,
      password_hash TEXT NOT NULL,
      sealed_password TEXT
    ) STRICT, WITHOUT ROWID;

    -- The configuration document, the pauses, and small values that others keep under a name.
    CREATE TABLE documents (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE audit (
      key INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      detail TEXT NOT NULL
    ) STRICT;
  `,
}
