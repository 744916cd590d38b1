/**
 * The octets after DATA become the message: dots are unstuffed (RFC 5321 §4.5.2) and every line ends with CRLF.
 *
 * Only <CRLF>.<CRLF> ends the message (RFC 5321 §4.1.1.4). What other servers take for a line end or for the end is
 * how mail is smuggled past a relay (CVE-2023-51764, -51765, -51766), so none of it leaves here as it came: a CR or LF
 * alone becomes CRLF and is counted. CRs in front of a CRLF are dropped: programs that translate line ends twice write
 * them, and a line end for each would tear the header apart. A line that holds one dot between such line ends is kept
 * as a line with one dot. NUL, which no text may hold (RFC 5322 §4, RFC 2045 §2.7), is dropped and counted: a next hop
 * that leaves it out would otherwise see an end that was none here.
 */
import { OrdinaryLines } from '../content/ordinary-lines.ts'

export interface Decoded {
  /** Parts of the chunk that was pushed, and constants: not to be written to. */
  readonly content: readonly Buffer[]
  /** Octets of content. */
  readonly size: number
  /** CR without LF and LF without CR that were made CRLF, or dropped in front of one. */
  readonly bareCr: number
  readonly bareLf: number
  /** NULs that were dropped. */
  readonly nuls: number
  /** What follows the end of the message; null while it goes on. */
  readonly rest: Buffer | null
}

const CR = 13
const LF = 10
const DOT = 46

/**
 * Where the last octet left off:
 * line-start  after CRLF, or at the very beginning     bare-start  after a CR or LF alone
 * middle      within a line                            cr          after a CR, which is held back
 * dot         line-start, then "." (held back)         bare-dot    bare-start, then "." (held back)
 * dot-cr      line-start, then "." and CR (held back)  end         after <CRLF>.<CRLF>
 */
type State = 'line-start' | 'bare-start' | 'middle' | 'cr' | 'dot' | 'bare-dot' | 'dot-cr' | 'end'

export class DataDecoder {
  readonly #dots: boolean
  #state: State = 'line-start'

  /** @param dots are dots stuffed, and does one end the message? Not so in BDAT (RFC 3030 §2). */
  constructor({ dots = true }: { readonly dots?: boolean } = {}) {
    this.#dots = dots
  }

  push(chunk: Buffer): Decoded {
    const content: Buffer[] = []
    let size = 0
    let bareCr = 0
    let bareLf = 0
    let nuls = 0
    let from = 0
    let at = 0
    const lines = new OrdinaryLines(chunk)
    const hasNul = chunk.includes(0)
    const put = (octets: Buffer): void => {
      const part = hasNul ? withoutNul(octets) : octets
      nuls += octets.length - part.length
      if (part.length === 0) return
      content.push(part)
      size += part.length
    }
    while (at < chunk.length && this.#state !== 'end') {
      if (this.#state === 'middle') {
        // The common case: whole lines stay in the run that is handed on at once.
        at = lines.endFrom(at)
        if (at === chunk.length) break
        if (chunk[at] === CR && chunk[at + 1] === LF) {
          at += 2
          this.#state = 'line-start'
          continue
        }
      }
      const move = decide(this.#state, chunk[at] as number, this.#dots)
      this.#state = move.next
      if (move.bare === CR) bareCr += 1
      else if (move.bare === LF) bareLf += 1
      if (move.insert || move.consume) {
        put(chunk.subarray(from, at))
        if (move.insert) put(move.insert)
        if (move.consume) at += 1
        from = at
      }
    }
    put(chunk.subarray(from, at))
    return { content, size, bareCr, bareLf, nuls, rest: this.#state === 'end' ? chunk.subarray(at) : null }
  }

  /** Without dots nothing in the content says that it ends here: a CR that was held back had no LF. */
  end(): Decoded {
    const held = this.#state === 'cr'
    this.#state = 'end'
    const content = held ? [CRLF] : []
    return { content, size: held ? 2 : 0, bareCr: held ? 1 : 0, bareLf: 0, nuls: 0, rest: null }
  }
}

interface Move {
  readonly next: State
  /** Is the octet done with (dropped, or held back by the next state)? Else the next state looks at it again. */
  readonly consume: boolean
  readonly insert: Buffer | null
  /** The octet that stood alone and is counted. */
  readonly bare: typeof CR | typeof LF | null
}

const CRLF = Buffer.from('\r\n')

const move = (
  next: State,
  consume: boolean,
  insert: string | null = null,
  bare: Move['bare'] = null,
): Move => ({ next, consume, insert: insert === null ? null : Buffer.from(insert), bare })

const HOLD_CR = move('cr', true)
const BARE_LF = move('bare-start', true, '\r\n', LF)
const LINE_END = move('line-start', true, '\r\n')
const BARE_CR = move('bare-start', false, '\r\n', CR)
const REPEATED_CR = move('cr', true, null, CR)
const HOLD_DOT = move('dot', true)
const HOLD_BARE_DOT = move('bare-dot', true)
const HOLD_DOT_CR = move('dot-cr', true)
const LONE_DOT = move('bare-start', true, '.\r\n', LF)
const KEEP_DOT = move('middle', false, '.')
const GO_ON = move('middle', false)
const END = move('end', true)

function decide(state: State, octet: number, dots: boolean): Move {
  switch (state) {
    case 'middle':
      return octet === CR ? HOLD_CR : BARE_LF
    case 'cr':
      if (octet === CR) return REPEATED_CR
      return octet === LF ? LINE_END : BARE_CR
    case 'line-start':
      return dots && octet === DOT ? HOLD_DOT : GO_ON
    case 'bare-start':
      return dots && octet === DOT ? HOLD_BARE_DOT : GO_ON
    case 'dot':
      if (octet === CR) return HOLD_DOT_CR
      return octet === LF ? LONE_DOT : GO_ON
    case 'dot-cr':
      if (octet === CR) return REPEATED_CR
      return octet === LF ? END : BARE_CR
    case 'bare-dot':
      // A client that counts lines by LF doubled the dot; another one sent a single dot and means it.
      return octet === DOT ? GO_ON : KEEP_DOT
    case 'end':
      return END
  }
}

/** Only behind the decisions: without its NUL, CRLF "." NUL CRLF would be the end. */
function withoutNul(octets: Buffer): Buffer {
  return octets.includes(0) ? Buffer.from(octets.filter((octet) => octet !== 0)) : octets
}
