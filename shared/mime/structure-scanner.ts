/**
 * The structure of a message (RFC 2045, RFC 2046) from its octets as they come by. Linear in their number, and bounded
 * in what it keeps: texts and small pictures; of everything else it knows only where it stands. Boundaries are looked
 * for by their two hyphens, which base64 has none of. Never throws.
 *
 * A line that is part of a boundary's search but not yet whole is carried over to the next chunk.
 */
import { KeptOctets, type KeptPart } from './kept-octets.ts'
import { LIMITS, type MessageStructure } from './message-structure.ts'
import { copyOf, joined, latin1 } from './octets.ts'
import { type PartHeader, partHeader, purposeOf } from './part-header.ts'

const HYPHEN = 0x2d
const LF = 0x0a
const CR = 0x0d
/** Octets of a line that may be a boundary, which has at most 70 and its hyphens (RFC 2046 §5.1.1). */
const LONGEST_BOUNDARY_LINE = 1_000

interface Multipart {
  readonly id: string
  readonly type: string
  readonly boundary: string
  children: number
}

export class StructureScanner {
  readonly #kept = new KeptOctets()
  readonly #problems = new Set<string>()
  /** From the outermost to the innermost that is open. */
  readonly #open: Multipart[] = []
  #messageHeader = ''
  /** Of the part that has just begun; null within a body. */
  #header: string | null = ''
  /** The part that it belongs to; null for the message. */
  #place: { readonly id: string; readonly parent: string } | null = null
  #leaf: KeptPart | null = null
  #carry = new Uint8Array(0)
  /** Octets so far. */
  #size = 0
  /** The two octets before the data that is looked at. */
  #before: readonly [number, number] = [LF, LF]

  push(chunk: Uint8Array): void {
    const data = this.#carry.length === 0 ? chunk : joined([this.#carry, chunk])
    const base = this.#size - this.#carry.length
    this.#size += chunk.length
    const done = this.#scan(data, base, false)
    // A copy: the chunk must not live on for the sake of a line.
    this.#carry = copyOf(data.subarray(done))
    this.#remember(data, done)
  }

  end(): MessageStructure {
    this.#scan(this.#carry, this.#size - this.#carry.length, true)
    if (this.#header !== null) this.#partBegins(this.#size)
    this.#leafEnds(this.#size)
    if (this.#open.length > 0)
      this.#problems.add('The last part has no end: the message may have been cut off on its way.')
    if (this.#messageHeader.trim() === '') this.#problems.add('It has no header.')
    return {
      size: this.#size,
      header: this.#messageHeader,
      parts: this.#kept.parts(),
      problems: [...this.#problems],
    }
  }

  /** Answers how far it came; what is left waits for more. */
  #scan(data: Uint8Array, base: number, last: boolean): number {
    let at = 0
    while (at < data.length) {
      const next =
        this.#header === null ? this.#body(data, at, base, last) : this.#headerLine(data, at, base, last)
      if (next === null) return at
      at = next.at
      if (next.wait) return at
    }
    return at
  }

  #headerLine(data: Uint8Array, at: number, base: number, last: boolean) {
    const feed = data.indexOf(LF, at)
    if (feed < 0 && !last && data.length - at < LIMITS.header) return null
    const next = feed < 0 ? data.length : feed + 1
    if (isBlank(data, at, next)) {
      this.#partBegins(base + next)
    } else if (!this.#isBoundary(data, at, next, base)) this.#addToHeader(data, at, next)
    return { at: next, wait: false }
  }

  #addToHeader(data: Uint8Array, at: number, next: number): void {
    const limit = this.#place === null ? LIMITS.header : LIMITS.partHeader
    const room = limit - (this.#header?.length ?? 0)
    if (room > 0) this.#header += latin1(data.subarray(at, Math.min(next, at + room)))
    if (next - at > room)
      this.#problems.add(
        this.#place === null
          ? `The header is longer than ${LIMITS.header / 1024} KiB: the rest of it is not shown.`
          : 'The header of a part is too long to be read whole.',
      )
  }

  #body(data: Uint8Array, at: number, base: number, last: boolean) {
    if (this.#open.length === 0) return this.#pass(data, at, data.length)
    for (let from = at; ; ) {
      const hyphen = data.indexOf(HYPHEN, from)
      if (hyphen < 0) return this.#pass(data, at, data.length)
      from = hyphen + 1
      if (this.#octetBefore(data, hyphen, 1) !== LF) continue
      const feed = data.indexOf(LF, hyphen)
      const whole = feed >= 0 || last || data.length - hyphen > LONGEST_BOUNDARY_LINE
      if (!whole) return this.#pass(data, at, hyphen, true)
      const next = feed < 0 ? data.length : feed + 1
      if (this.#boundaryAt(data, hyphen, next) === null) continue
      this.#pass(data, at, hyphen)
      this.#isBoundary(data, hyphen, next, base)
      return { at: next, wait: false }
    }
  }

  #pass(data: Uint8Array, at: number, to: number, wait = false) {
    if (this.#leaf !== null && to > at) this.#kept.add(this.#leaf, data.subarray(at, to))
    return { at: to, wait }
  }

  /** Which open multipart's boundary the line is, and whether it closes it. */
  #boundaryAt(data: Uint8Array, at: number, next: number): { index: number; closes: boolean } | null {
    if (next - at > LONGEST_BOUNDARY_LINE || data[at] !== HYPHEN || data[at + 1] !== HYPHEN) return null
    const line = latin1(data.subarray(at + 2, next)).trimEnd()
    const index = this.#open.findLastIndex(({ boundary }) => line === boundary || line === `${boundary}--`)
    return index < 0 ? null : { index, closes: line !== this.#open[index]?.boundary }
  }

  #isBoundary(data: Uint8Array, at: number, next: number, base: number): boolean {
    const found = this.#boundaryAt(data, at, next)
    if (!found) return false
    // The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1).
    const feeds = this.#octetBefore(data, at, 1) === LF ? 1 : 0
    const returns = feeds === 1 && this.#octetBefore(data, at, 2) === CR ? 1 : 0
    if (this.#header !== null) this.#partBegins(base + at)
    this.#leafEnds(base + at - feeds - returns)
    this.#open.length = found.closes ? found.index : found.index + 1
    this.#header = null
    if (!found.closes) this.#nextPart()
    return true
  }

  #nextPart(): void {
    const parent = this.#open.at(-1)
    if (!parent) return
    parent.children += 1
    if (this.#kept.count >= LIMITS.parts) {
      this.#problems.add(`It has more than ${LIMITS.parts} parts: the others are not listed.`)
      return
    }
    const id = parent.id === '' ? String(parent.children) : `${parent.id}.${parent.children}`
    this.#place = { id, parent: parent.type }
    this.#header = ''
  }

  #partBegins(start: number): void {
    const header = this.#header ?? ''
    const place = this.#place
    this.#header = null
    if (place === null) this.#messageHeader = header
    const part = partHeader(header, place?.parent ?? '')
    if (part.type.startsWith('multipart/') && this.#opens(part, place?.id ?? '')) {
      if (place) this.#kept.begin(place.id, part, 'multipart', start)
      return
    }
    this.#leaf = this.#kept.begin(place?.id ?? '1', part, purposeOf(part, place?.parent ?? ''), start)
  }

  #opens(part: PartHeader, id: string): boolean {
    const { type, boundary } = part
    if (boundary === '') {
      this.#problems.add(
        `A part of type ${type} does not say how its parts are divided: it is one file here.`,
      )
      return false
    }
    if (this.#open.length >= LIMITS.depth) {
      this.#problems.add(`Parts are nested deeper than ${LIMITS.depth}: what lies deeper is one file here.`)
      return false
    }
    this.#open.push({ id, type, boundary, children: 0 })
    return true
  }

  #leafEnds(end: number): void {
    if (this.#leaf !== null) this.#kept.end(this.#leaf, end)
    this.#leaf = null
  }

  #octetBefore(data: Uint8Array, at: number, back: 1 | 2): number {
    return data[at - back] ?? (this.#before[2 - back + at] as number)
  }

  #remember(data: Uint8Array, done: number): void {
    if (done === 0) return
    this.#before = [this.#octetBefore(data, done, 2), this.#octetBefore(data, done, 1)]
  }
}

function isBlank(data: Uint8Array, at: number, next: number): boolean {
  return next - at <= 2 && (data[at] === LF || (data[at] === CR && data[at + 1] === LF))
}
