/** Walks through a message as it streams by: headers, leaf parts, and what is between them (RFC 2046 §5.1). */
import { type EntityHeader, readEntityHeader } from './mime-header.ts'
import { MimeLines, type MimePiece } from './mime-lines.ts'

/** container: its parts come as entities of their own. */
export type EntityKind = 'leaf' | 'container'

export interface Entity {
  readonly header: EntityHeader
  readonly kind: EntityKind
  readonly outermost: boolean
  /** Within multipart/signed, whose octets may not change (RFC 1847 §2.1). */
  readonly signed: boolean
  /** Was there an empty line after the header? */
  readonly closed: boolean
}

export interface MimeHandler {
  entity(entity: Entity): void
  /** Octets of the leaf that began last; a line end comes as LINE_END itself. */
  body(octets: Buffer): void
  leafEnd(): void
  /** Delimiters, preambles, epilogues and the line ends that belong to them. */
  between(octets: Buffer): void
}

export const LINE_END = Buffer.from('\r\n')

/** A message that cannot be walked through. */
export class MimeProblem extends Error {
  override readonly name = 'MimeProblem'
}

interface Container {
  readonly delimiter: string
  readonly signed: boolean
  readonly digest: boolean
}

/** Octets of one header, and containers within each other. */
const LARGEST_HEADER = 1024 * 1024
const DEEPEST = 100

export class MimeWalker {
  readonly #handler: MimeHandler
  readonly #lines = new MimeLines()
  readonly #stack: Container[] = []
  #place: 'header' | 'leaf' | 'between' = 'header'
  #header: Buffer[] = []
  #headerSize = 0
  /** Of the line of the header that is not complete. */
  #pieces: Buffer[] = []
  #outermost = true
  #depth = 0
  /** A line end that belongs to the leaf unless a delimiter follows. */
  #held = false

  constructor(handler: MimeHandler) {
    this.#handler = handler
  }

  /** Throws a MimeProblem. */
  push(chunk: Buffer): void {
    for (const piece of this.#lines.push(chunk)) this.#take(piece)
  }

  end(): void {
    for (const piece of this.#lines.end()) this.#take(piece)
    if (this.#place === 'header') this.#endHeader(false)
    if (this.#place === 'leaf') this.#endLeaf(false)
  }

  #take(piece: MimePiece): void {
    if (piece.begins && this.#stack.length > 0 && this.#isDelimiter(piece)) return
    switch (this.#place) {
      case 'header':
        this.#takeHeader(piece)
        break
      case 'leaf':
        this.#takeBody(piece)
        break
      case 'between':
        this.#handler.between(piece.octets)
        if (piece.ends) this.#handler.between(LINE_END)
    }
  }

  /** The innermost container first; that of an outer one ends those within. */
  #isDelimiter({ octets, ends }: MimePiece): boolean {
    if (octets[0] !== 0x2d || octets[1] !== 0x2d) return false
    const line = octets.toString('latin1').replace(/[ \t]+$/, '')
    for (let level = this.#stack.length - 1; level >= 0; level--) {
      const delimiter = this.#stack[level]?.delimiter
      if (line !== delimiter && line !== `${delimiter}--`) continue
      if (this.#place === 'header') this.#endHeader(false)
      if (this.#place === 'leaf') this.#endLeaf(true)
      this.#stack.length = line === delimiter ? level + 1 : level
      this.#place = line === delimiter ? 'header' : 'between'
      this.#depth = this.#stack.length
      this.#handler.between(octets)
      if (ends) this.#handler.between(LINE_END)
      return true
    }
    return false
  }

  #takeHeader({ octets, ends }: MimePiece): void {
    this.#pieces.push(octets)
    this.#headerSize += octets.length + 2
    if (this.#headerSize > LARGEST_HEADER) throw new MimeProblem('a header is too large')
    if (!ends) return
    const line = Buffer.concat([...this.#pieces, LINE_END])
    this.#pieces = []
    if (line.length > 2) this.#header.push(line)
    else this.#endHeader(true)
  }

  #endHeader(closed: boolean): void {
    if (this.#pieces.length > 0) this.#header.push(Buffer.concat(this.#pieces))
    const header = readEntityHeader(this.#header)
    const parent = this.#stack.at(-1)
    const type = header.type ?? (parent?.digest ? 'message/rfc822' : 'text/plain')
    const nested = type === 'message/rfc822' && isPlain(header)
    const multipart = type.startsWith('multipart/') && header.boundary !== null && isPlain(header)
    const signed = parent?.signed ?? false
    const kind = nested || multipart ? 'container' : 'leaf'
    this.#handler.entity({ header, kind, outermost: this.#outermost, signed, closed })
    this.#outermost = false
    this.#header = []
    this.#pieces = []
    this.#headerSize = 0
    if (!closed) {
      this.#place = 'between'
      if (kind === 'leaf') this.#handler.leafEnd()
      return
    }
    if (++this.#depth > DEEPEST) throw new MimeProblem('parts are within each other too deeply')
    if (multipart)
      this.#stack.push({
        delimiter: `--${header.boundary}`,
        signed: signed || type === 'multipart/signed',
        digest: type === 'multipart/digest',
      })
    this.#place = nested ? 'header' : multipart ? 'between' : 'leaf'
  }

  #takeBody({ octets, ends }: MimePiece): void {
    if (this.#held) this.#handler.body(LINE_END)
    this.#held = ends
    if (octets.length > 0) this.#handler.body(octets)
  }

  /** Before a delimiter the last line end is the delimiter's. */
  #endLeaf(beforeDelimiter: boolean): void {
    const held = this.#held
    this.#held = false
    if (held && !beforeDelimiter) this.#handler.body(LINE_END)
    this.#handler.leafEnd()
    if (held && beforeDelimiter) this.#handler.between(LINE_END)
    this.#place = 'between'
  }
}

/** What is encoded itself (against RFC 2045 §6.4 for containers) hides its parts: it stays as it is. */
function isPlain({ encoding }: EntityHeader): boolean {
  return encoding === '7bit' || encoding === '8bit' || encoding === 'binary'
}
