import { z } from 'zod'
import { readJson } from '../rows/json-columns.ts'
import type { AuditEntry } from '../storage.ts'
import type { Connection } from '../workers/connection.ts'

const detailSchema = z.record(z.string(), z.unknown())

/** Answers the key of the entry. */
export function addAudit(connection: Connection, entry: AuditEntry): number {
  const { lastInsertRowid } = connection
    .prepare('INSERT INTO audit (at, actor, action, detail) VALUES (?, ?, ?, ?)')
    .run(Math.round(entry.at), entry.actor, entry.action, JSON.stringify(entry.detail))
  return Number(lastInsertRowid)
}

/** The newest entries first. */
export function listAudit(connection: Connection, limit: number): AuditEntry[] {
  const rows = connection
    .prepare('SELECT at, actor, action, detail FROM audit ORDER BY key DESC LIMIT ?')
    .all(limit) as { at: number; actor: string; action: string; detail: string }[]
  return rows.map((row) => ({
    ...row,
    detail: readJson(detailSchema, row.detail) ?? { unreadable: row.detail },
  }))
}
