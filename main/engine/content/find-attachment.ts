/** Is something attached? Found in the stream of a message by its MIME structure (RFC 2045, RFC 2046, RFC 2183). */
import type { Readable } from 'node:stream'
import { parseHeaderValue } from 'nodemailer/lib/mime-funcs'
import { fieldValue, splitFields } from './header-block.ts'

const DEEPEST = 20
const MOST_PARTS = 1_000
/** Octets of a line that are looked at; a boundary has at most 70 (RFC 2046 §5.1.1). */
const LONGEST_LINE = 998
/** Octets of the header of one part. */
const LARGEST_HEADER = 64 * 1024

/**
 * Reads until something is found, and destroys the stream. Parts beyond the bounds on depth and number are not seen.
 * Rejects with the stream's error.
 */
export async function findAttachment(content: Readable): Promise<boolean> {
  const search = new AttachmentSearch()
  for await (const chunk of content as AsyncIterable<Buffer>) {
    search.push(chunk)
    if (search.found !== null) break
  }
  return search.end()
}

interface Multipart {
  readonly type: string
  readonly boundary: string
}

/** The same for a message that comes by in parts. */
export class AttachmentSearch {
  /** null until it is decided. */
  found: boolean | null = null
  #held = ''
  /** From the outermost to the innermost that is open. */
  readonly #open: Multipart[] = []
  /** Of the part that has just begun; null within a body. */
  #header: string | null = ''
  #parts = 0

  push(chunk: Buffer): void {
    if (this.found !== null) return
    const lines = (this.#held + chunk.toString('latin1')).split('\n')
    this.#held = (lines.pop() ?? '').slice(0, LONGEST_LINE)
    for (const line of lines) {
      this.found = this.#line(line)
      if (this.found !== null) return
    }
  }

  /** The message ended, perhaps within a line or within the header of its last part. */
  end(): boolean {
    this.found ??= this.#line(this.#held) ?? this.#partEnds()
    return this.found
  }

  #line(text: string): boolean | null {
    const line = text.slice(0, LONGEST_LINE).trimEnd()
    const outer = this.#open.findLastIndex(
      ({ boundary }) => line === `--${boundary}` || line === `--${boundary}--`,
    )
    if (outer >= 0) return this.#boundary(outer, line)
    if (this.#header === null) return null
    if (line !== '') {
      if (this.#header.length < LARGEST_HEADER) this.#header += `${line}\n`
      return null
    }
    return this.#partBegins(this.#header)
  }

  #partEnds(): boolean {
    return this.#header === null ? false : (this.#partBegins(this.#header) ?? false)
  }

  #boundary(index: number, line: string): boolean | null {
    // A part may end before its own body began.
    const found = this.#partEnds()
    const closes = line.length > (this.#open[index]?.boundary.length ?? 0) + 2
    this.#open.length = closes ? index : index + 1
    this.#header = closes ? null : ''
    this.#parts += 1
    return found || this.#parts > MOST_PARTS ? found : null
  }

  #partBegins(header: string): boolean | null {
    this.#header = null
    const part = readPart(header)
    if (!part.type.startsWith('multipart/'))
      return isAttachment(part, this.#open.at(-1)?.type ?? '') ? true : null
    if (part.boundary !== '' && this.#open.length < DEEPEST)
      this.#open.push({ type: part.type, boundary: part.boundary })
    return null
  }
}

interface Part {
  /** Lower case, without parameters. */
  readonly type: string
  readonly boundary: string
  readonly disposition: string
  readonly named: boolean
  readonly hasContentId: boolean
}

function readPart(header: string): Part {
  const fields = splitFields(header)
  const structured = (name: string) => {
    const field = fields.find((candidate) => candidate.name === name)
    return parseHeaderValue(field ? fieldValue(field) : '')
  }
  const type = structured('content-type')
  const disposition = structured('content-disposition')
  return {
    type: type.value.trim().toLowerCase() || 'text/plain',
    boundary: (type.params.boundary ?? '').trimEnd(),
    disposition: disposition.value.trim().toLowerCase(),
    named: Boolean(disposition.params.filename || type.params.name),
    hasContentId: fields.some((field) => field.name === 'content-id'),
  }
}

/** What a reader would show as a file: not text, signatures, parts of a report, or pictures within HTML. */
function isAttachment(part: Part, parent: string): boolean {
  if (parent === 'multipart/signed' && /^application\/(x-)?(pkcs7|pgp)-signature$/.test(part.type))
    return false
  if (parent === 'multipart/report') return false
  if (part.disposition === 'attachment') return true
  if (parent === 'multipart/related' && part.type.startsWith('image/') && part.hasContentId) return false
  return part.named || !part.type.startsWith('text/')
}
