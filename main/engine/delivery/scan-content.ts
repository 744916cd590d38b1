import type { Readable } from 'node:stream'

/** What of a message's content needs an extension of the next hop (RFC 6152, RFC 6532). */
export interface ContentFacts {
  /** Octets above 127 anywhere. */
  readonly eightBit: boolean
  /** Octets above 127 before the first empty line. */
  readonly eightBitHeader: boolean
}

/** Reads as much as it takes to know; the stream is destroyed. Rejects with the stream's error. */
export async function scanContent(content: Readable): Promise<ContentFacts> {
  const end = new HeaderEnd()
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const headerOctets = end.within(chunk)
    const first = chunk.findIndex((octet) => octet > 127)
    if (first >= 0) return { eightBit: true, eightBitHeader: first < headerOctets }
  }
  return { eightBit: false, eightBitHeader: false }
}

/** Finds the empty line, also where chunks cut through it. */
class HeaderEnd {
  #found = false
  /** Line ends in a row, CR left out of account; content begins at the start of a line. */
  #lineEnds = 1

  /** How many octets of this chunk belong to the header section. */
  within(chunk: Buffer): number {
    if (this.#found) return 0
    for (let index = 0; index < chunk.length; index++) {
      const octet = chunk[index]
      if (octet === 0x0a) this.#lineEnds += 1
      else if (octet !== 0x0d) this.#lineEnds = 0
      if (this.#lineEnds === 2) {
        this.#found = true
        return index + 1
      }
    }
    return chunk.length
  }
}
