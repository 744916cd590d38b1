/**
 * A disk that has forgotten some of what was not synced. It follows the notes of a write log; at any moment it can be
 * asked what the folder may look like after a power cut at that moment.
 *
 * What holds is what POSIX promises and no more: the content of a file as of its last sync that returned, and the names
 * in a folder as of the last sync of that folder. Each write, each change of a size and each name besides may be there
 * or not, whatever the order in which they were made, and a write may be torn between sectors of 512 octets. (File
 * systems do better: ext4 commits names in order. What survives this disk survives them.)
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { assertNever } from '../../../../shared/domain/assert-never.ts'
import type { FaultChance } from '../fault-chance.ts'
import type { WriteNote } from './write-log.ts'

/** What becomes of that which was not synced. */
export type Forgetting = 'all' | 'nothing' | 'some'

const SECTOR = 512

interface File {
  readonly kind: 'file'
  /** As it surely is on the disk. */
  content: Content
  pending: PendingWrite[]
}

interface Folder {
  readonly kind: 'folder'
  /** Names that are surely there. */
  readonly names: Map<string, Node>
  pending: PendingName[]
  /** As the program sees it. */
  readonly seen: Map<string, Node>
}

type Node = File | Folder

/** `step`: the number of the note. */
type PendingWrite =
  | { readonly step: number; readonly kind: 'write'; readonly at: number; readonly octets: Buffer }
  | { readonly step: number; readonly kind: 'resize'; readonly size: number }

/** All of it or nothing: a rename takes one name away and gives another. */
interface PendingName {
  readonly step: number
  readonly names: readonly (readonly [name: string, node: Node | null])[]
}

export class DiskAfterCut {
  readonly #root: string
  readonly #top: Folder = newFolder()
  readonly #handles = new Map<number, Node>()
  readonly #syncs = new Map<number, number>()
  #step = 0

  private constructor(root: string) {
    this.#root = root
  }

  /** With what is below `root` now, which is taken to be on the disk. */
  static async of(root: string): Promise<DiskAfterCut> {
    const disk = new DiskAfterCut(root)
    await readFolder(root, disk.#top)
    return disk
  }

  follow(note: WriteNote): void {
    this.#step += 1
    switch (note.kind) {
      case 'open':
        this.#open(note)
        break
      case 'write':
      case 'resize':
        this.#change(note.handle, { step: this.#step, ...note })
        break
      case 'sync-begins':
        this.#syncs.set(note.sync, this.#step)
        break
      case 'synced':
        this.#synced(note.handle, this.#syncs.get(note.sync) ?? 0)
        break
      case 'rename':
        this.#rename(note.from, note.to)
        break
      case 'link':
        this.#name(note.to, this.#find(note.from))
        break
      case 'remove':
        this.#name(note.path, null)
        break
      case 'make-folder':
        this.#name(note.path, newFolder())
        break
      case 'reply':
      case 'mark':
        break
      default:
        assertNever(note)
    }
  }

  /** Writes what is left into `target`, an empty folder. */
  async leave(target: string, forgetting: Forgetting, chance: FaultChance): Promise<void> {
    await writeTree(this.#top, target, survival(forgetting, chance))
  }

  #open(note: WriteNote & { readonly kind: 'open' }): void {
    if (note.creates && this.#lookUp(note.path) === null)
      this.#name(note.path, { kind: 'file', content: new Content(), pending: [] })
    const node = this.#find(note.path)
    this.#handles.set(note.handle, node)
    if (note.truncates && node.kind === 'file')
      node.pending.push({ step: this.#step, kind: 'resize', size: 0 })
  }

  #change(handle: number, change: PendingWrite): void {
    const node = this.#handles.get(handle)
    if (node?.kind !== 'file') throw new Error(`handle ${handle} is no file`)
    node.pending.push(change)
  }

  #synced(handle: number, before: number): void {
    const node = this.#handles.get(handle)
    if (node === undefined) throw new Error(`handle ${handle} was never opened`)
    if (node.kind === 'file') {
      for (const change of node.pending) if (change.step < before) apply(node.content, change)
      node.pending = node.pending.filter(({ step }) => step >= before)
    } else {
      for (const change of node.pending) if (change.step < before) setNames(node.names, change.names)
      node.pending = node.pending.filter(({ step }) => step >= before)
    }
  }

  #rename(from: string, to: string): void {
    const node = this.#find(from)
    if (dirname(from) === dirname(to)) {
      this.#names(dirname(to), [
        [basename(from), null],
        [basename(to), node],
      ])
    } else {
      this.#name(from, null)
      this.#name(to, node)
    }
  }

  #name(path: string, node: Node | null): void {
    this.#names(dirname(path), [[basename(path), node]])
  }

  #names(path: string, names: PendingName['names']): void {
    const folder = this.#find(path)
    if (folder.kind !== 'folder') throw new Error(`${path} is no folder`)
    setNames(folder.seen, names)
    folder.pending.push({ step: this.#step, names })
  }

  #find(path: string): Node {
    const node = this.#lookUp(path)
    if (node === null) throw new Error(`${path} was never made`)
    return node
  }

  #lookUp(path: string): Node | null {
    let node: Node | null = this.#top
    for (const name of relative(this.#root, path).split('/').filter(Boolean))
      node = node?.kind === 'folder' ? (node.seen.get(name) ?? null) : null
    return node
  }
}

function newFolder(): Folder {
  return { kind: 'folder', names: new Map(), pending: [], seen: new Map() }
}

function setNames(names: Map<string, Node>, changes: PendingName['names']): void {
  for (const [name, node] of changes)
    if (node === null) names.delete(name)
    else names.set(name, node)
}

async function readFolder(path: string, folder: Folder): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const below = join(path, entry.name)
    const node: Node = entry.isDirectory()
      ? newFolder()
      : { kind: 'file', content: new Content(await readFile(below)), pending: [] }
    if (node.kind === 'folder') await readFolder(below, node)
    folder.names.set(entry.name, node)
    folder.seen.set(entry.name, node)
  }
}

/** Octets that grow in place. */
class Content {
  #octets: Buffer
  #size: number

  constructor(octets: Buffer = Buffer.alloc(0)) {
    this.#octets = octets
    this.#size = octets.length
  }

  write(at: number, octets: Buffer): void {
    this.#grow(at + octets.length)
    octets.copy(this.#octets, at)
  }

  resize(size: number): void {
    if (size < this.#size) this.#octets.fill(0, size, this.#size)
    this.#grow(size)
    this.#size = size
  }

  copy(): Content {
    return new Content(Buffer.from(this.octets()))
  }

  octets(): Buffer {
    return this.#octets.subarray(0, this.#size)
  }

  #grow(size: number): void {
    if (size > this.#octets.length) {
      const larger = Buffer.alloc(Math.max(size, 2 * this.#octets.length))
      this.octets().copy(larger)
      this.#octets = larger
    }
    this.#size = Math.max(this.#size, size)
  }
}

function apply(content: Content, change: PendingWrite): void {
  if (change.kind === 'write') content.write(change.at, change.octets)
  else content.resize(change.size)
}

interface Survival {
  readonly name: () => boolean
  /** What of a change is on the disk: pieces, if it was torn. */
  readonly pieces: (change: PendingWrite) => readonly PendingWrite[]
}

function survival(forgetting: Forgetting, chance: FaultChance): Survival {
  if (forgetting === 'all') return { name: () => false, pieces: () => [] }
  if (forgetting === 'nothing') return { name: () => true, pieces: (change) => [change] }
  const isLucky = () => chance.next() < 0.5
  return {
    name: isLucky,
    pieces: (change) => {
      if (!isLucky()) return []
      return change.kind === 'write' && isLucky() ? sectors(change).filter(isLucky) : [change]
    },
  }
}

function sectors(write: PendingWrite & { readonly kind: 'write' }): PendingWrite[] {
  const parts: PendingWrite[] = []
  for (let from = 0; from < write.octets.length; ) {
    const to = from + SECTOR - ((write.at + from) % SECTOR)
    parts.push({ ...write, at: write.at + from, octets: write.octets.subarray(from, to) })
    from = to
  }
  return parts
}

async function writeTree(folder: Folder, target: string, survives: Survival): Promise<void> {
  const names = new Map(folder.names)
  for (const change of folder.pending) if (survives.name()) setNames(names, change.names)
  for (const [name, node] of names) {
    const path = join(target, name)
    if (node.kind === 'folder') {
      await mkdir(path, { mode: 0o700 })
      await writeTree(node, path, survives)
    } else await writeFile(path, contentOf(node, survives), { mode: 0o600 })
  }
}

function contentOf({ content, pending }: File, survives: Survival): Buffer {
  if (pending.length === 0) return content.octets()
  const left = content.copy()
  for (const change of pending.flatMap(survives.pieces)) apply(left, change)
  return left.octets()
}
