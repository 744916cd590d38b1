/** A page of a b-tree (fileformat2, §1.6): its rows, and the pages below it. */
import type { PageFile } from './page-file.ts'
import { type RecordValue, readRecord, readVarint } from './read-record.ts'

export interface TreePage {
  /** Tables with rowids, or indexes, which tables WITHOUT ROWID are too. */
  readonly kind: 'table' | 'index'
  readonly children: readonly number[]
  readonly rows: readonly TreeRow[]
  /** Rows that are named and cannot be read. */
  readonly unreadable: number
}

export interface TreeRow {
  /** null in indexes. */
  readonly rowid: number | null
  readonly values: readonly RecordValue[]
}

const TYPES: Readonly<Record<number, { readonly kind: TreePage['kind']; readonly isLeaf: boolean }>> = {
  2: { kind: 'index', isLeaf: false },
  5: { kind: 'table', isLeaf: false },
  10: { kind: 'index', isLeaf: true },
  13: { kind: 'table', isLeaf: true },
}

/** null where it is no such page. */
export function readTreePage(file: PageFile, number: number): TreePage | null {
  const page = file.page(number)
  if (page === null) return null
  const start = number === 1 ? 100 : 0
  const type = TYPES[page[start] ?? 0]
  if (type === undefined) return null
  const cells = page.readUInt16BE(start + 3)
  const pointers = start + (type.isLeaf ? 8 : 12)
  if (pointers + cells * 2 > page.length) return null

  const children: number[] = []
  const rows: TreeRow[] = []
  let unreadable = 0
  for (let index = 0; index < cells; index += 1) {
    const at = page.readUInt16BE(pointers + index * 2)
    if (at < pointers + cells * 2 || at + 4 > page.length) {
      unreadable += 1
      continue
    }
    if (!type.isLeaf) children.push(page.readUInt32BE(at))
    if (type.kind === 'table' && !type.isLeaf) continue
    const row = readCell(file, page, type.isLeaf ? at : at + 4, type.kind)
    if (row === null) unreadable += 1
    else rows.push(row)
  }
  if (!type.isLeaf) children.push(page.readUInt32BE(start + 8))
  return { kind: type.kind, children, rows, unreadable }
}

function readCell(file: PageFile, page: Buffer, at: number, kind: TreePage['kind']): TreeRow | null {
  const length = readVarint(page, at)
  if (length === null) return null
  const rowid = kind === 'table' ? readVarint(page, length[1]) : null
  if (kind === 'table' && rowid === null) return null
  const payload = readPayload(file, page, rowid?.[1] ?? length[1], length[0], kind)
  const values = payload && readRecord(payload)
  return values ? { rowid: rowid?.[0] ?? null, values } : null
}

/** What does not fit into the page goes on in a chain of others (§1.5). */
function readPayload(
  file: PageFile,
  page: Buffer,
  at: number,
  length: number,
  kind: TreePage['kind'],
): Buffer | null {
  const local = localLength(file.pageSize, length, kind)
  if (at + local > page.length) return null
  if (local === length) return page.subarray(at, at + length)
  // A length that is damage must not take all of the memory.
  if (length > file.count * file.pageSize || at + local + 4 > page.length) return null
  const parts = [page.subarray(at, at + local)]
  let rest = length - local
  let next = page.readUInt32BE(at + local)
  while (rest > 0) {
    const overflow = next === 0 ? null : file.page(next)
    if (overflow === null) return null
    const part = overflow.subarray(4, 4 + rest)
    parts.push(part)
    rest -= part.length
    next = overflow.readUInt32BE(0)
  }
  return Buffer.concat(parts)
}

function localLength(usable: number, length: number, kind: TreePage['kind']): number {
  const most = kind === 'table' ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (length <= most) return length
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const fitting = least + ((length - least) % (usable - 4))
  return fitting <= most ? fitting : least
}
