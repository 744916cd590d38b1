import type { Migration } from './migration.ts'

/**
 * codes: the distinct codes of a session's replies, plain and enhanced, each between spaces; null in sessions of
 * earlier versions, of which only the problem is searched.
 */
export const whyRefused: Migration = {
  version: 6,
  description: 'What made Mailroom refuse in a session, and which codes were replied in it',
  sql: `
    ALTER TABLE sessions ADD COLUMN cause_kind TEXT;
    ALTER TABLE sessions ADD COLUMN cause_name TEXT;
    ALTER TABLE sessions ADD COLUMN codes TEXT;
  `,
}
