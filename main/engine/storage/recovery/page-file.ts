/**
 * The pages of a database file as the last commit left them, read without SQLite: it may be too damaged for it. The
 * format is the one of https://www.sqlite.org/fileformat2.html.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { readJournal } from './read-journal.ts'

/** What Mailroom makes; the header says otherwise only where somebody else has rebuilt the file. */
const USUAL_PAGE_SIZE = 4096
const MAGIC = 'SQLite format 3\0'

export interface PageFile {
  readonly pageSize: number
  /** Pages that can be read: of the file, and of the journal beside it. */
  readonly count: number
  /** Is the first page one of a database? Where it is not, what stands in its header means nothing. */
  readonly hasHeader: boolean
  /** From 1; null where it is beyond the end or the disk does not give it. */
  page(number: number): Buffer | null
  close(): void
}

export interface PageFileHeader {
  readonly pageSize: number
  /** Pages that there should be; 0 where a program has written it that does not say. */
  readonly pages: number
}

/** null where these are not the first octets of a database. */
export function readHeader(octets: Buffer): PageFileHeader | null {
  if (octets.length < 100 || octets.toString('latin1', 0, 16) !== MAGIC) return null
  const size = octets.readUInt16BE(16)
  const pageSize = size === 1 ? 65_536 : size
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return null
  // Valid only where both change counters agree (§1.3.7).
  const isSaid = octets.readUInt32BE(24) === octets.readUInt32BE(92)
  return { pageSize, pages: isSaid ? octets.readUInt32BE(28) : 0 }
}

/** @throws the system's error where the file cannot be opened */
export function openPageFile(path: string): PageFile {
  const file = openSync(path, 'r')
  const first = Buffer.alloc(100)
  const header = readSync(file, first, 0, 100, 0) === 100 ? readHeader(first) : null
  const pageSize = header?.pageSize ?? USUAL_PAGE_SIZE
  const journal = readJournal(`${path}-wal`, pageSize)
  const inFile = Math.ceil(fstatSync(file).size / pageSize)
  const inJournal = journal?.lastPage ?? 0

  return {
    pageSize,
    count: Math.max(inFile, inJournal),
    hasHeader: header !== null,
    page(number) {
      const changed = journal?.page(number)
      if (changed) return changed
      if (number < 1 || number > inFile) return null
      const page = Buffer.alloc(pageSize)
      try {
        // The last page may be cut off: what is missing of it are zeros.
        return readSync(file, page, 0, pageSize, (number - 1) * pageSize) > 0 ? page : null
      } catch {
        return null
      }
    },
    close() {
      closeSync(file)
      journal?.close()
    },
  }
}
