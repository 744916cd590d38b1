import type { Migration } from './migration.ts'

/**
 * body_sum: CRC-32 of the body, to tell whether the disk gives back what was accepted; null in messages of earlier
 * versions. The index is partial: mail whose body lies in the database never enters it.
 */
export const wholeBodies: Migration = {
  version: 7,
  description: 'Whether bodies are whole, and which of them are files',
  sql: `
    ALTER TABLE messages ADD COLUMN body_sum INTEGER;
    CREATE INDEX messages_with_file ON messages (key) WHERE body_kind = 'file';
  `,
}
