import type { Migration } from './migration.ts'

/** authentication, tolerated and rights are JSON; see messageAuthenticationSchema, toleranceSchema, accountRights. */
export const whoAndHow: Migration = {
  version: 2,
  description:
    'REQUIRETLS, networks, TLS and authentication of messages; rights and app passwords of accounts',
  sql: `
    ALTER TABLE messages ADD COLUMN require_tls INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE messages ADD COLUMN network TEXT;
    ALTER TABLE messages ADD COLUMN tls INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE messages ADD COLUMN authentication TEXT;

    ALTER TABLE sessions ADD COLUMN network TEXT;
    ALTER TABLE sessions ADD COLUMN tolerated TEXT NOT NULL DEFAULT '[]';

    ALTER TABLE accounts ADD COLUMN rights TEXT NOT NULL DEFAULT '{}';
    CREATE TABLE app_passwords (
      id TEXT PRIMARY KEY,
      username TEXT NOT NULL REFERENCES accounts (username) ON DELETE CASCADE ON UPDATE CASCADE,
      name TEXT NOT NULL,
      hash TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX app_passwords_by_account ON app_passwords (username);
  `,
}
