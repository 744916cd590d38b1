/**
 * SHA-256 of a body in its relaxed form (RFC 6376 §3.4.4), in any pieces: runs of white space count as one space, and
 * not at all at the end of a line; empty lines at the end of the body do not count. Holds no more than a piece. The one
 * of mailauth goes octet by octet, which the thread that serves sockets would feel with every scan that it signs.
 */
import { createHash } from 'node:crypto'

/** Held back line ends go out so many at a time. */
const BATCH = '\r\n'.repeat(4_096)

export class RelaxedBodyHash {
  readonly #hash = createHash('sha256')
  /** A space or CR at the end of a piece, whose meaning hangs on what follows. */
  #carry = ''
  /** Line ends that count only where something comes behind them. */
  #lineEnds = 0
  #empty = true

  update(piece: Buffer): void {
    const text = (this.#carry + piece.toString('latin1')).replace(/[ \t]+/g, ' ').replaceAll(' \r\n', '\r\n')
    const open = openEnd(text)
    this.#carry = text.slice(open)
    this.#take(text.slice(0, open))
  }

  digest(): Buffer {
    // A CR that nothing follows is content; a space at the end of the body is not.
    if (this.#carry.endsWith('\r')) this.#take(this.#carry)
    if (!this.#empty) this.#hash.update('\r\n')
    return this.#hash.digest()
  }

  #take(text: string): void {
    let end = text.length
    while (end >= 2 && text[end - 1] === '\n' && text[end - 2] === '\r') end -= 2
    if (end > 0) {
      this.#writeLineEnds()
      this.#hash.update(text.slice(0, end), 'latin1')
      this.#empty = false
    }
    this.#lineEnds += (text.length - end) / 2
  }

  #writeLineEnds(): void {
    for (; this.#lineEnds > 0; this.#lineEnds -= Math.min(this.#lineEnds, BATCH.length / 2))
      this.#hash.update(BATCH.slice(0, this.#lineEnds * 2))
  }
}

/** Where " ", CR or both begin at the end of a text. */
function openEnd(text: string): number {
  const beforeCr = text.endsWith('\r') ? text.length - 1 : text.length
  return text[beforeCr - 1] === ' ' ? beforeCr - 1 : beforeCr
}
