/**
 * The loop that sees every octet of every message, in and out. Lines that end with CRLF and do not begin with a dot need
 * nothing, so whoever looks for line ends and dots passes over them here, four octets at a time.
 */
const CR = 13
const LF = 10
const DOT = 46
const NOTHING = new Int32Array(0)

export class OrdinaryLines {
  readonly #octets: Buffer
  /** The octets of the chunk in fours, as far as they can be read so; the first four begin at `#lead`. */
  readonly #words: Int32Array
  readonly #lead: number

  constructor(chunk: Buffer) {
    this.#octets = chunk
    this.#lead = -chunk.byteOffset & 3
    this.#words =
      chunk.length < 4 + this.#lead
        ? NOTHING
        : new Int32Array(chunk.buffer, chunk.byteOffset + this.#lead, (chunk.length - this.#lead) >> 2)
  }

  /**
   * From a place within a line, the index of the first octet that needs a closer look: a CR or LF alone, or the CR of a
   * CRLF that ends the chunk or stands before a dot. The length of the chunk where there is none.
   */
  endFrom(from: number): number {
    const octets = this.#octets
    const length = octets.length
    let at = from
    while (at < length) {
      at = this.#nextControl(at)
      if (octets[at] === CR) {
        if (octets[at + 1] !== LF || at + 2 >= length || octets[at + 2] === DOT) return at
        at += 2
      } else if (octets[at] === LF) return at
      else at += 1
    }
    return length
  }

  /** The next octet below 14, of which CR is the last; the length where there is none. */
  #nextControl(from: number): number {
    const octets = this.#octets
    const words = this.#words
    const length = octets.length
    let at = from
    for (; at < length && (at < this.#lead || ((at - this.#lead) & 3) !== 0); at++)
      if ((octets[at] as number) < 14) return at
    let word = (at - this.#lead) >> 2
    for (; word < words.length; word++) {
      // The top bit of an octet that is below 14, and of none below the first such one (Hacker's Delight, 6-1).
      const four = words[word] as number
      if (((four - 0x0e0e0e0e) & ~four & 0x80808080) !== 0) break
    }
    for (at = Math.max(at, (word << 2) + this.#lead); at < length; at++)
      if ((octets[at] as number) < 14) return at
    return length
  }
}
