/** The parts of a message as the scanner comes by them, and the octets of those that are shown. */
import { LIMITS, type StructurePart } from './message-structure.ts'
import { copyOf, joined } from './octets.ts'
import type { PartHeader } from './part-header.ts'
import { decodeTransfer, type TransferDecoder, transferDecoder } from './transfer-decoder.ts'

export interface KeptPart {
  readonly id: string
  readonly header: PartHeader
  readonly use: StructurePart['use']
  readonly start: number
  end: number
  /** Encoded octets that are kept; null where none are. */
  chunks: Uint8Array[] | null
  kept: number
  cut: boolean
  /** Counts what cannot be worked out: quoted-printable. */
  counter: TransferDecoder | null
  counted: number
  /** The width of its first line with the line end, and its last octets: of base64 they tell the size. */
  width: number | null
  lineEnd: 1 | 2
  tail: Uint8Array
}

const TAIL = 8

export class KeptOctets {
  readonly #parts: KeptPart[] = []
  #texts = 0
  #pictures = 0

  get count(): number {
    return this.#parts.length
  }

  begin(id: string, header: PartHeader, use: StructurePart['use'], start: number): KeptPart {
    const shown = use === 'text' || use === 'html' || use === 'picture'
    const counter = !shown && header.encoding === 'quoted-printable' ? transferDecoder(header.encoding) : null
    const part: KeptPart = {
      id,
      header,
      use,
      start,
      end: start,
      chunks: shown ? [] : null,
      kept: 0,
      cut: false,
      counter,
      counted: 0,
      width: null,
      lineEnd: 2,
      tail: new Uint8Array(0),
    }
    this.#parts.push(part)
    return part
  }

  /** Copies what it keeps: the chunk is free afterwards. */
  add(part: KeptPart, octets: Uint8Array): void {
    if (part.counter) part.counted += part.counter.push(octets).length
    if (part.header.encoding === 'base64') watchLines(part, octets)
    if (part.chunks === null) return
    const room = Math.min(octets.length, this.#room(part))
    if (room > 0) {
      part.chunks.push(copyOf(octets.subarray(0, room)))
      part.kept += room
      if (part.use === 'picture') this.#pictures += room
      else this.#texts += room
    }
    part.cut ||= room < octets.length
  }

  end(part: KeptPart, end: number): void {
    part.end = Math.max(part.start, end)
  }

  parts(): readonly StructurePart[] {
    return this.#parts.map(partOf)
  }

  #room(part: KeptPart): number {
    if (part.use !== 'picture') return Math.min(LIMITS.text - part.kept, LIMITS.texts - this.#texts)
    return Math.min(LIMITS.picture - part.kept, LIMITS.pictures - this.#pictures)
  }
}

function partOf(part: KeptPart): StructurePart {
  const { id, header, use, start, end } = part
  const length = end - start
  const octets = part.chunks && joined(part.chunks).subarray(0, length)
  // Half a picture is none.
  const usable = octets !== null && !(part.cut && use === 'picture')
  return {
    id,
    type: header.type,
    charset: header.charset,
    flowed: header.flowed,
    encoding: header.encoding,
    name: header.name,
    contentId: header.contentId,
    use,
    start,
    end,
    size: use === 'multipart' ? 0 : sizeOf(part, length, octets),
    kept: usable ? { octets, cut: part.cut } : null,
  }
}

function sizeOf(part: KeptPart, length: number, octets: Uint8Array | null): number {
  const { encoding } = part.header
  if (encoding === 'identity') return length
  if (octets !== null && !part.cut) return decodeTransfer(octets, encoding).octets.length
  if (encoding === 'base64') return base64Size(part, length)
  // The line end before the boundary was counted too.
  return part.counter ? Math.max(0, part.counted - 2) : length
}

function watchLines(part: KeptPart, octets: Uint8Array): void {
  if (part.width === null) {
    const feed = octets.indexOf(0x0a)
    if (feed > 0) {
      part.width = feed + 1
      part.lineEnd = octets[feed - 1] === 0x0d ? 2 : 1
    }
  }
  const end = octets.subarray(Math.max(0, octets.length - TAIL))
  part.tail = end.length === TAIL ? copyOf(end) : joined([part.tail, end]).slice(-TAIL)
}

/** Lines of base64 have one width, four characters are three octets, and "=" says how many the last four are. */
function base64Size({ width, lineEnd, tail }: KeptPart, length: number): number {
  const lineEnds = width === null ? 0 : Math.max(0, Math.ceil(length / width) - 1) * lineEnd
  const padding = tail.reduce((sum, octet) => sum + (octet === 0x3d ? 1 : 0), 0)
  return Math.max(0, Math.floor((length - lineEnds) / 4) * 3 - Math.min(2, padding))
}
