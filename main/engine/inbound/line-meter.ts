/** Octets of a line without its CRLF (RFC 5321 §4.5.3.1.6 counts 1000 with it). */
export const LONGEST_LINE = 998

const CR = 13
const LF = 10

/** Finds lines that are too long in content whose line ends are CRLF, however it is cut into parts. */
export class LineMeter {
  #length = 0
  #lastIsCr = false

  /** True once a line was too long. */
  exceededBy(content: readonly Buffer[]): boolean {
    return content.some((part) => this.#exceededIn(part))
  }

  #exceededIn(part: Buffer): boolean {
    let from = 0
    while (from < part.length) {
      const lf = part.indexOf(LF, from)
      const end = lf < 0 ? part.length : lf
      this.#length += end - from
      if (end > from) this.#lastIsCr = part[end - 1] === CR
      if (this.#length - (this.#lastIsCr ? 1 : 0) > LONGEST_LINE) return true
      if (lf < 0) return false
      this.#length = 0
      this.#lastIsCr = false
      from = lf + 1
    }
    return false
  }
}
