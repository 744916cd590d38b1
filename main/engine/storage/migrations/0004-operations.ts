import type { Migration } from './migration.ts'

/**
 * Operations, and what they keep while they can be undone: a message in pending_messages waits for the undo window of
 * one operation, and pending_recipients holds those of its recipients that were moved for it, as they were before.
 * Selection and operation are JSON.
 *
 * closing: null until the window closes, then what is being done: carry-out, undone, cancelled or failed. It goes on
 * at the next start where the program ended before it was done.
 *
 * The indexes of messages and recipients are partial: mail that goes out at its first attempt enters none of
 * them. Of clients there is no index: it would make every acceptance a sixth dearer.
 */
export const operationsWithUndo: Migration = {
  version: 4,
  description: 'Operations that can be undone, routes chosen by hand, why mail is held',
  sql: `
    ALTER TABLE recipients ADD COLUMN forced_route TEXT;
    CREATE INDEX recipients_by_forced_route ON recipients (forced_route)
      WHERE forced_route IS NOT NULL AND state IN ('queued', 'active', 'deferred', 'held');
    -- With the state, which SQLite would else look up in the table for each row.
    CREATE INDEX recipients_by_hold ON recipients (hold, message_key, state)
      WHERE hold IS NOT NULL AND state IN ('queued', 'active', 'deferred', 'held');
    CREATE INDEX messages_by_attempts ON messages (attempts) WHERE attempts > 1;
    -- In place of an index of all messages: what is delivered at once never enters it.
    DROP INDEX messages_by_next_attempt;
    CREATE INDEX messages_by_plan ON messages (state, next_attempt_at) WHERE next_attempt_at IS NOT NULL;

    CREATE TABLE operations (
      key INTEGER PRIMARY KEY,
      operation TEXT NOT NULL,
      actor TEXT NOT NULL,
      phase TEXT NOT NULL,
      closing TEXT,
      started_at INTEGER NOT NULL,
      ended_at INTEGER,
      selected INTEGER,
      done INTEGER NOT NULL DEFAULT 0,
      changed INTEGER NOT NULL DEFAULT 0,
      unchanged INTEGER NOT NULL DEFAULT 0,
      undo_window INTEGER NOT NULL,
      undo_until INTEGER,
      problem TEXT,
      audit_key INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE pending_messages (
      message_key INTEGER PRIMARY KEY,
      operation_key INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX pending_messages_by_operation ON pending_messages (operation_key, message_key);
    CREATE TABLE pending_recipients (
      message_key INTEGER NOT NULL,
      number INTEGER NOT NULL,
      state TEXT NOT NULL,
      next_attempt_at INTEGER,
      hold TEXT,
      PRIMARY KEY (message_key, number)
    ) STRICT, WITHOUT ROWID;
  `,
}
