/** Rows out of a damaged database file into a new one, table by table. */
import type Database from 'better-sqlite3'
import type { Value } from '../workers/connection.ts'
import { findStrays } from './find-strays.ts'
import type { PageFile } from './page-file.ts'
import type { RecordValue } from './read-record.ts'
import { readTreePage, type TreeRow } from './read-tree-page.ts'
import { fitRow, readLayouts, type TableLayout } from './table-layout.ts'
import { nothingWalked, readFreePages, type Walked, walkTree } from './walk-tree.ts'

export interface Salvaged {
  readonly rows: number
  readonly damagedPages: number
  readonly unreadableRows: number
  /**
   * Rows were found outside of every tree, and which pages had been given up is not known: some of them may have been
   * deleted before. Their messages, by key, are in the table `strays`.
   */
  readonly hasDoubtful: boolean
}

interface Roots {
  readonly tables: ReadonlyMap<string, number>
  /** Of indexes and of tables that are made anew. */
  readonly others: readonly { readonly root: number; readonly kind: TableLayout['kind'] }[]
}

/** Fills `target`, whose tables are there and empty. It has a temporary table `strays` afterwards. */
export function salvageTables(file: PageFile, target: Database.Database): Salvaged {
  const walked = nothingWalked(file)
  const layouts = readLayouts(target)
  const roots = findRoots(file, walked)
  target.exec('CREATE TEMP TABLE strays (key INTEGER PRIMARY KEY)')
  const insert = createInserter(target)
  let rows = 0
  let isBroken = walked.damagedPages > 0
  for (const layout of layouts) {
    const root = roots.tables.get(layout.name)
    if (root === undefined) {
      isBroken = true
      continue
    }
    const before = walked.damagedPages
    target.transaction(() => {
      for (const row of walkTree(file, root, layout.kind, walked))
        if (insert(layout, row)) rows += 1
        else walked.unreadableRows += 1
    })()
    isBroken ||= walked.damagedPages > before
  }
  const free = readFreePages(file)
  const strays = isBroken ? salvageStrays() : 0
  const { damagedPages, unreadableRows } = walked
  return { rows: rows + strays, damagedPages, unreadableRows, hasDoubtful: strays > 0 && free === null }

  function salvageStrays(): number {
    const { damagedPages: before, unreadableRows: unread } = walked
    for (const { root, kind } of roots.others) for (const _ of walkTree(file, root, kind, walked));
    // Damage of an index loses nothing.
    walked.damagedPages = before
    walked.unreadableRows = unread
    const found = findStrays(file, layouts, (page) => walked.seen[page] === 1 || free?.has(page) === true)
    const note = target.prepare('INSERT OR IGNORE INTO strays VALUES (?)')
    let taken = 0
    target.transaction(() => {
      for (const layout of layouts)
        for (const page of found.get(layout.name) ?? [])
          for (const row of readTreePage(file, page)?.rows ?? []) {
            if (isSomethingElse(target, layout, row) || !insert(layout, row)) continue
            taken += 1
            const key = messageOf(layout, row)
            if (key !== null) note.run(key)
          }
    })()
    return taken
  }
}

/** From the schema, which itself may have to be searched for. */
function findRoots(file: PageFile, walked: Walked): Roots {
  const rows = [...walkTree(file, 1, 'table', walked)]
  if (walked.damagedPages > 0)
    for (let number = 2; number <= file.count; number += 1) {
      if (walked.seen[number] === 1) continue
      const page = readTreePage(file, number)
      if (page?.kind !== 'table' || !page.rows.some(isSchemaRow)) continue
      walked.seen[number] = 1
      rows.push(...page.rows)
    }
  const tables = new Map<string, number>()
  const others: { root: number; kind: TableLayout['kind'] }[] = []
  for (const { values } of rows.filter(isSchemaRow)) {
    const [type, name, , root, sql] = values as [string, string, string, number, string | null]
    if (root === 0) continue
    const kind = type === 'index' || /WITHOUT\s+ROWID/i.test(sql ?? '') ? 'index' : 'table'
    if (type === 'table') tables.set(name, root)
    if (type === 'index' || /^message_|^session_totals$/.test(name)) others.push({ root, kind })
  }
  return { tables, others }
}

function isSchemaRow({ values }: TreeRow): boolean {
  const [type, name, table, root] = values
  const isKind = type === 'table' || type === 'index' || type === 'trigger'
  return values.length === 5 && isKind && [name, table].every(isText) && typeof root === 'number'
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

/** A row that is there already stays: what a tree leads to counts more than what lies about. */
function createInserter(target: Database.Database): (layout: TableLayout, row: TreeRow) => boolean {
  const statements = new Map<string, Database.Statement<Value[]>>()
  return (layout, row) => {
    const values = fitRow(layout, row)
    if (values === null) return false
    const columns = layout.columns.slice(0, values.length).map(({ name }) => `"${name}"`)
    const key = `${layout.name} ${columns.length}`
    const marks = columns.map(() => '?').join(', ')
    const sql = `INSERT OR IGNORE INTO "${layout.name}" (${columns.join(', ')}) VALUES (${marks})`
    const statement = statements.get(key) ?? target.prepare<Value[]>(sql)
    statements.set(key, statement)
    try {
      return statement.run(...(values as Value[])).changes === 1
    } catch {
      return false
    }
  }
}

/** The full-text index has pages of the same form as bodies: a body has a message, and its size. */
function isSomethingElse(target: Database.Database, { name }: TableLayout, row: TreeRow): boolean {
  if (name !== 'bodies') return false
  const content = row.values[1]
  const size = content instanceof Uint8Array ? content.length : -1
  const found = target.prepare('SELECT 1 FROM messages WHERE key = ? AND size = ?').get(row.rowid, size)
  return found === undefined
}

function messageOf(layout: TableLayout, { rowid, values }: TreeRow): RecordValue {
  if (layout.name === 'messages' || layout.name === 'bodies') return rowid
  const column = layout.columns.findIndex(({ name }) => name === 'message_key')
  return column === -1 ? null : (values[column] ?? null)
}
