/**
 * Content cut at CRLF. Binary parts may hold any octets (RFC 3030 §3), so neither a lone CR nor a lone LF ends a line,
 * and a "line" may be as long as its part: beyond a bound it comes in pieces.
 */
export interface MimePiece {
  /** Without the CRLF. */
  readonly octets: Buffer
  /** Does a line begin here? */
  readonly begins: boolean
  /** Does it end here, with CRLF? */
  readonly ends: boolean
}

/** Octets of a line that are held back, at most; delimiters are far shorter. */
const LONGEST_PIECE = 16 * 1024

export class MimeLines {
  #rest: Buffer = Buffer.alloc(0)
  #begins = true;

  *push(chunk: Buffer): Generator<MimePiece> {
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    let from = 0
    for (let at = data.indexOf('\r\n'); at >= 0; at = data.indexOf('\r\n', from)) {
      yield this.#piece(data.subarray(from, at), true)
      from = at + 2
    }
    this.#rest = data.subarray(from)
    if (this.#rest.length <= LONGEST_PIECE) return
    // A CR may be the first half of a line end.
    const end = this.#rest.at(-1) === 0x0d ? this.#rest.length - 1 : this.#rest.length
    yield this.#piece(this.#rest.subarray(0, end), false)
    this.#rest = this.#rest.subarray(end)
  }

  *end(): Generator<MimePiece> {
    if (this.#rest.length > 0) yield this.#piece(this.#rest, false)
  }

  #piece(octets: Buffer, ends: boolean): MimePiece {
    const begins = this.#begins
    this.#begins = ends
    return { octets, begins, ends }
  }
}
