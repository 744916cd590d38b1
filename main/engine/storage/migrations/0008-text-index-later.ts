import type { Migration } from './migration.ts'

/**
 * The full-text index may lag behind: it has every message below this key, and above it those that are in it. See
 * text-index. Until now each message was indexed with its acceptance.
 */
export const textIndexLater: Migration = {
  version: 8,
  description: 'Up to where the full-text index is complete',
  sql: `
    INSERT INTO documents (name, content)
    SELECT 'text-indexed-below', CAST(coalesce(max(key), -1) + 1 AS TEXT) FROM messages;
  `,
}
