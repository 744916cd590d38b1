/** The write-ahead log beside a database (fileformat2, §4): which pages the last commits changed. */
import { closeSync, openSync, readSync } from 'node:fs'

export interface Journal {
  /** The highest number among them; 0 where there are none. */
  readonly lastPage: number
  page(number: number): Buffer | undefined
  close(): void
}

const HEADER = 32
const FRAME_HEADER = 24
const MAGIC = 0x377f0682

/** null where there is none, or it says nothing that counts: other page size, wrong sums, no commit. */
export function readJournal(path: string, pageSize: number): Journal | null {
  const file = openIfThere(path)
  if (file === null) return null
  const header = Buffer.alloc(HEADER)
  const isJournal =
    readSync(file, header, 0, HEADER, 0) === HEADER &&
    (header.readUInt32BE(0) | 1) === (MAGIC | 1) &&
    header.readUInt32BE(8) === pageSize
  const committed = isJournal ? readFrames(file, header, pageSize) : new Map<number, number>()
  return {
    lastPage: [...committed.keys()].reduce((last, page) => Math.max(last, page), 0),
    page(number) {
      const offset = committed.get(number)
      if (offset === undefined) return undefined
      const page = Buffer.alloc(pageSize)
      return readSync(file, page, 0, pageSize, offset) === pageSize ? page : undefined
    },
    close: () => closeSync(file),
  }
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch {
    return null
  }
}

/** Offsets of pages up to the last commit whose sums hold: frames after it never became part of the database. */
function readFrames(file: number, header: Buffer, pageSize: number): Map<number, number> {
  const isBigEndian = (header.readUInt32BE(0) & 1) === 1
  const salt = header.subarray(16, 24)
  const committed = new Map<number, number>()
  let uncommitted = new Map<number, number>()
  let sums = addTo([0, 0], header.subarray(0, 24), isBigEndian)
  if (!isSum(header.subarray(24, 32), sums)) return committed
  const frame = Buffer.alloc(FRAME_HEADER + pageSize)
  for (let at = HEADER; readSync(file, frame, 0, frame.length, at) === frame.length; at += frame.length) {
    if (!frame.subarray(8, 16).equals(salt)) break
    sums = addTo(sums, frame.subarray(0, 8), isBigEndian)
    sums = addTo(sums, frame.subarray(FRAME_HEADER), isBigEndian)
    if (!isSum(frame.subarray(16, 24), sums)) break
    uncommitted.set(frame.readUInt32BE(0), at + FRAME_HEADER)
    if (frame.readUInt32BE(4) === 0) continue
    for (const [page, offset] of uncommitted) committed.set(page, offset)
    uncommitted = new Map()
  }
  return committed
}

type Sums = readonly [number, number]

/** §4.2: two running sums over words of 32 bits. */
function addTo([first, second]: Sums, octets: Buffer, isBigEndian: boolean): Sums {
  let [a, b] = [first, second]
  for (let at = 0; at + 8 <= octets.length; at += 8) {
    const even = isBigEndian ? octets.readUInt32BE(at) : octets.readUInt32LE(at)
    const odd = isBigEndian ? octets.readUInt32BE(at + 4) : octets.readUInt32LE(at + 4)
    a = (a + even + b) >>> 0
    b = (b + odd + a) >>> 0
  }
  return [a, b]
}

function isSum(octets: Buffer, [first, second]: Sums): boolean {
  return octets.readUInt32BE(0) === first && octets.readUInt32BE(4) === second
}
