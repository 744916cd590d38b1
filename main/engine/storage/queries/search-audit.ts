import { z } from 'zod'
import type { AuditEntryView } from '../../../../shared/contract/audit.ts'
import { readJson } from '../rows/json-columns.ts'
import { readCursor, writeCursor } from '../search/cursor.ts'
import type { Connection } from '../workers/connection.ts'

export interface AuditSearch {
  /** In actor, action and detail, without case; '' finds all. */
  readonly text: string
  readonly cursor: string | null
  readonly limit: number
}

export interface AuditPage {
  readonly rows: AuditEntryView[]
  readonly nextCursor: string | null
}

const detailSchema = z.record(z.string(), z.unknown())

const PAGE = `
  SELECT key, at, actor, action, detail FROM audit
  WHERE key < ? AND (? = '' OR actor LIKE ? ESCAPE '\\' OR action LIKE ? ESCAPE '\\' OR detail LIKE ? ESCAPE '\\')
  ORDER BY key DESC LIMIT ?`

interface Row {
  readonly key: number
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly detail: string
}

/** Newest first. @throws InvalidCursor */
export function searchAudit(connection: Connection, { text, cursor, limit }: AuditSearch): AuditPage {
  const before = cursor === null ? Number.MAX_SAFE_INTEGER : readCursor(cursor).key
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const found = connection.prepare(PAGE).all(before, text, pattern, pattern, pattern, limit + 1) as Row[]
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    rows: rows.map(({ key, detail, ...row }) => ({
      id: key,
      ...row,
      detail: readJson(detailSchema, detail) ?? { unreadable: detail },
    })),
    nextCursor: last && found.length > limit ? writeCursor({ value: null, key: last.key }) : null,
  }
}
