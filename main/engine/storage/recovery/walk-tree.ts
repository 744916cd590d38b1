import type { PageFile } from './page-file.ts'
import { readTreePage, type TreePage, type TreeRow } from './read-tree-page.ts'

/** Which pages were read as part of a tree, and what was not readable on the way. */
export interface Walked {
  readonly seen: Uint8Array
  /** Pages that a tree names and that are none of it. */
  damagedPages: number
  unreadableRows: number
}

export function nothingWalked(file: PageFile): Walked {
  return { seen: new Uint8Array(file.count + 1), damagedPages: 0, unreadableRows: 0 }
}

/** Every row of a tree that can be read, around what cannot. A page that comes twice is damage, so that it ends. */
export function* walkTree(
  file: PageFile,
  root: number,
  kind: TreePage['kind'],
  walked: Walked,
): Generator<TreeRow> {
  const waiting = [root]
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    const isNew = number >= 1 && number <= file.count && walked.seen[number] === 0
    const page = isNew ? readTreePage(file, number) : null
    if (page === null || page.kind !== kind) {
      walked.damagedPages += 1
      continue
    }
    walked.seen[number] = 1
    walked.unreadableRows += page.unreadable
    yield* page.rows
    for (const child of page.children.toReversed()) waiting.push(child)
  }
}

/** Pages that hold nothing any more (fileformat2, §1.5): what stands in them was deleted. null where they are not known. */
export function readFreePages(file: PageFile): Set<number> | null {
  const first = file.hasHeader ? file.page(1) : null
  if (first === null) return null
  const free = new Set<number>()
  for (let trunk = first.readUInt32BE(32); trunk !== 0; ) {
    const page = free.has(trunk) || trunk > file.count ? null : file.page(trunk)
    if (page === null) return null
    free.add(trunk)
    const leaves = Math.min(page.readUInt32BE(4), file.pageSize / 4 - 2)
    for (let index = 0; index < leaves; index += 1) free.add(page.readUInt32BE(8 + index * 4))
    trunk = page.readUInt32BE(0)
  }
  return free
}
