/** How the rows of our tables lie in records, asked of a database with the schema in question. */
import type Database from 'better-sqlite3'
import type { RecordValue } from './read-record.ts'
import type { TreePage, TreeRow } from './read-tree-page.ts'

export interface TableLayout {
  readonly name: string
  readonly kind: TreePage['kind']
  readonly columns: readonly Column[]
}

interface Column {
  readonly name: string
  readonly type: string
  readonly isRowid: boolean
  readonly mayBeNull: boolean
}

/** Kept by triggers, or made anew from the others. */
const MADE_ANEW = /^(message_text.*|message_counts|session_totals|sqlite_.*)$/

const TABLES = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid"
const COLUMNS = 'SELECT name, type, pk, "notnull" AS required FROM pragma_table_info(?)'

/** In the order in which they were made: messages first. */
export function readLayouts(database: Database.Database): TableLayout[] {
  const tables = database.prepare(TABLES).all() as { readonly name: string; readonly sql: string }[]
  return tables.filter(({ name }) => !MADE_ANEW.test(name)).map((table) => readLayout(database, table))
}

function readLayout(
  database: Database.Database,
  { name, sql }: { readonly name: string; readonly sql: string },
): TableLayout {
  const rows = database.prepare(COLUMNS).all(name) as ColumnInfo[]
  const isIndex = /WITHOUT\s+ROWID/i.test(sql)
  const columns = rows.map(({ name: column, type, pk, required }) => ({
    name: column,
    type,
    isRowid: !isIndex && pk > 0,
    mayBeNull: required === 0 && pk === 0,
  }))
  if (!isIndex) return { name, kind: 'table', columns }
  // The key comes first in the record, in the order of the key (fileformat2, §2.4).
  const place = (column: Column) => rows.find((row) => row.name === column.name)?.pk || rows.length + 1
  return { name, kind: 'index', columns: columns.toSorted((a, b) => place(a) - place(b)) }
}

interface ColumnInfo {
  readonly name: string
  readonly type: string
  readonly pk: number
  readonly required: number
}

/** The values by column; columns that were added after the row was written are absent. null where it is no such row. */
export function fitRow({ columns }: TableLayout, { rowid, values }: TreeRow): RecordValue[] | null {
  if (values.length > columns.length || values.length === 0) return null
  const fitted: RecordValue[] = []
  for (const [index, value] of values.entries()) {
    const column = columns[index]
    if (column === undefined || !fits(column, value)) return null
    fitted.push(column.isRowid ? rowid : value)
  }
  return fitted
}

function fits({ type, isRowid, mayBeNull }: Column, value: RecordValue): boolean {
  if (isRowid) return value === null
  if (value === null) return mayBeNull
  if (type === 'TEXT') return typeof value === 'string'
  if (type === 'BLOB') return value instanceof Uint8Array
  return typeof value === 'number' || typeof value === 'bigint'
}
