import { decodeId } from '../../../../shared/domain/id.ts'
import type { Connection } from '../workers/connection.ts'

export type StoredBody =
  | { readonly kind: 'inline'; readonly size: number; readonly content: Uint8Array }
  | { readonly kind: 'file'; readonly size: number }
  | { readonly kind: 'missing' }

const SQL = `
  SELECT m.body_kind AS kind, m.size, b.content FROM messages AS m LEFT JOIN bodies AS b ON b.message_key = m.key
  WHERE m.key = ?`

export function readBody(connection: Connection, id: string): StoredBody {
  const row = connection.prepare(SQL).get(decodeId(id)) as
    | { readonly kind: string; readonly size: number; readonly content: Uint8Array | null }
    | undefined
  if (row?.kind === 'file') return { kind: 'file', size: row.size }
  if (row?.kind === 'inline' && row.content) return { kind: 'inline', size: row.size, content: row.content }
  return { kind: 'missing' }
}
