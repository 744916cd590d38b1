/**
 * Message content on its way into DATA: dots stuffed (RFC 5321 §4.5.2) and every bare CR or LF made CRLF, whatever the
 * body holds, so that no receiver can see an end of data inside it (SMTP smuggling, CVE-2023-51764 and others). NULs go
 * for the same reason: receivers that leave them out would find an end behind one.
 * Nodemailer's DataStream does the same as a Transform; without the stream machinery a small message costs one write.
 */
import { OrdinaryLines } from '../content/ordinary-lines.ts'

const CR = 0x0d
const LF = 0x0a
const DOT = 0x2e

export class ContentEncoder {
  /** Last octet that went by; LF before the first, because content begins at the start of a line. */
  #last = LF
  #empty = true

  /** The octets to send for a chunk. The chunk itself where nothing needs to change. */
  encode(given: Buffer): Buffer {
    const chunk = given.includes(0) ? Buffer.from(given.filter((octet) => octet !== 0)) : given
    if (chunk.length === 0) return chunk
    const parts: Buffer[] = []
    const lines = new OrdinaryLines(chunk)
    let from = 0
    let previous = this.#last
    for (let index = 0; index < chunk.length; ) {
      const octet = chunk[index] as number
      const inserted = insertBefore(octet, previous)
      if (inserted !== null) {
        parts.push(chunk.subarray(from, index), inserted)
        from = index
      }
      index = octet === CR || octet === LF ? index + 1 : lines.endFrom(index + 1)
      previous = chunk[index - 1] as number
    }
    this.#last = chunk.at(-1) as number
    this.#empty = false
    if (parts.length === 0) return chunk
    parts.push(chunk.subarray(from))
    return Buffer.concat(parts)
  }

  /** What ends the content: a line end where one is missing, and the dot. */
  end(): Buffer {
    if (this.#empty || this.#last === LF) return END_AFTER_LINE
    return this.#last === CR ? END_AFTER_CR : END_WITHIN_LINE
  }
}

const INSERT_CR = Buffer.from('\r')
const INSERT_LF = Buffer.from('\n')
const INSERT_LF_DOT = Buffer.from('\n.')
const INSERT_DOT = Buffer.from('.')
const END_AFTER_LINE = Buffer.from('.\r\n')
const END_AFTER_CR = Buffer.from('\n.\r\n')
const END_WITHIN_LINE = Buffer.from('\r\n.\r\n')

function insertBefore(octet: number, previous: number): Buffer | null {
  if (previous === CR && octet !== LF) return octet === DOT ? INSERT_LF_DOT : INSERT_LF
  if (octet === LF) return previous === CR ? null : INSERT_CR
  return octet === DOT && previous === LF ? INSERT_DOT : null
}
