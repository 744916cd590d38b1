/**
 * The octets after DATA become the message: dots are unstuffed (RFC 5321 §4.5.2) and every line ends with CRLF.
 *
 * Only <CRLF>.<CRLF> ends the message (RFC 5321 §4.1.1.4). What other servers take for a line end or for the end is
 * how mail is smuggled past a relay (CVE-2023-51764, -51765, -51766), so none of it leaves here as it came: a bare LF
 * becomes CRLF, as devices that send it mean it, and a CR that ends no line becomes a space, as Postfix does. A line
 * that holds one dot between such line ends is kept as a line with one dot.
 */
export interface Decoded {
  /** Parts of the chunk that was pushed, and constants: not to be written to. */
  readonly content: readonly Buffer[]
  /** Octets of content. */
  readonly size: number
  /** What follows the end of the message; null while it goes on. */
  readonly rest: Buffer | null
}

const CR = 13
const LF = 10
const DOT = 46
const CRLF = Buffer.from('\r\n')
const SPACE = Buffer.from(' ')
const ONE_DOT = Buffer.from('.')
const DOT_CRLF = Buffer.from('.\r\n')

/**
 * Where the last octet left off:
 * line-start  after CRLF, or at the very beginning     bare-start  after a bare LF
 * middle      within a line                            cr          after a CR, which is held back
 * dot         line-start, then "." (held back)         bare-dot    bare-start, then "." (held back)
 * dot-cr      line-start, then "." and CR (held back)
 */
type State = 'line-start' | 'bare-start' | 'middle' | 'cr' | 'dot' | 'bare-dot' | 'dot-cr'

export class DataDecoder {
  #state: State = 'line-start'

  push(chunk: Buffer): Decoded {
    const content: Buffer[] = []
    let size = 0
    let from = 0
    let state = this.#state

    const put = (part: Buffer): void => {
      if (part.length === 0) return
      content.push(part)
      size += part.length
    }

    for (let at = 0; at < chunk.length; ) {
      if (state === 'middle') at = endOfRun(chunk, at)
      if (at === chunk.length) break
      const octet = chunk[at] as number
      switch (state) {
        case 'middle':
          if (octet === CR && chunk[at + 1] === LF) {
            // The common case: the line stays in the run that is copied as a whole.
            at += 2
            state = 'line-start'
            continue
          }
          put(chunk.subarray(from, at))
          if (octet === LF) put(CRLF)
          state = octet === LF ? 'bare-start' : 'cr'
          from = ++at
          continue
        case 'cr':
          if (octet === LF) {
            put(CRLF)
            state = 'line-start'
            from = ++at
            continue
          }
          put(SPACE)
          state = 'middle'
          continue
        case 'line-start':
        case 'bare-start':
          if (octet !== DOT) {
            state = 'middle'
            continue
          }
          put(chunk.subarray(from, at))
          state = state === 'line-start' ? 'dot' : 'bare-dot'
          from = ++at
          continue
        case 'dot':
          if (octet === CR) {
            state = 'dot-cr'
            from = ++at
            continue
          }
          if (octet === LF) {
            put(DOT_CRLF)
            state = 'bare-start'
            from = ++at
            continue
          }
          state = 'middle'
          continue
        case 'dot-cr':
          if (octet === LF) {
            this.#state = 'line-start'
            return { content, size, rest: chunk.subarray(at + 1) }
          }
          put(SPACE)
          state = 'middle'
          continue
        case 'bare-dot':
          // A client that counts lines by LF doubled the dot; another one sent a single dot and means it.
          if (octet !== DOT) put(ONE_DOT)
          state = 'middle'
          continue
      }
    }
    put(chunk.subarray(from))
    this.#state = state
    return { content, size, rest: null }
  }
}

/** Index of the next CR or LF, or the length. The loop that every octet goes through. */
function endOfRun(chunk: Buffer, from: number): number {
  const length = chunk.length
  let at = from
  while (at < length) {
    const octet = chunk[at] as number
    if (octet === CR || octet === LF) break
    at += 1
  }
  return at
}
