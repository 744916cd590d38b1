/** The configuration, the pauses, and what others keep under a name, apart by a prefix. */
import { type Pauses, pausesSchema } from '../../../../shared/contract/queue.ts'
import { readJson } from '../rows/json-columns.ts'
import type { AuditEntry } from '../storage.ts'
import type { Connection } from '../workers/connection.ts'
import { addAudit } from './audit.ts'

const CONFIGURATION = 'configuration'
const PAUSES = 'pauses'
const VALUE = 'value:'

/** @throws SyntaxError where the stored document is damaged: to go on with an empty one would lose it */
export function getConfiguration(connection: Connection): unknown {
  const content = get(connection, CONFIGURATION)
  return content === null ? null : JSON.parse(content)
}

export function setConfiguration(
  connection: Connection,
  { document, audit }: { readonly document: unknown; readonly audit: AuditEntry },
): void {
  put(connection, CONFIGURATION, JSON.stringify(document))
  addAudit(connection, audit)
}

/** Pauses that cannot be read pause everything: that is seen, and undone with one click. */
export function getPauses(connection: Connection): Pauses {
  const content = get(connection, PAUSES)
  if (content === null) return { queue: false, routes: [] }
  return readJson(pausesSchema, content) ?? { queue: true, routes: [] }
}

export function setPauses(
  connection: Connection,
  { pauses, audit }: { readonly pauses: Pauses; readonly audit: AuditEntry },
): void {
  put(connection, PAUSES, JSON.stringify(pauses))
  addAudit(connection, audit)
}

export function getValue(connection: Connection, key: string): string | null {
  return get(connection, VALUE + key)
}

export function setValue(
  connection: Connection,
  { key, value }: { readonly key: string; readonly value: string },
): void {
  put(connection, VALUE + key, value)
}

function get(connection: Connection, name: string): string | null {
  const row = connection.prepare('SELECT content FROM documents WHERE name = ?').get(name)
  return (row as { readonly content: string } | undefined)?.content ?? null
}

function put(connection: Connection, name: string, content: string): void {
  connection
    .prepare('INSERT INTO documents VALUES (?, ?) ON CONFLICT DO UPDATE SET content = excluded.content')
    .run(name, content)
}
