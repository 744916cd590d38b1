/**
 * Cuts what comes between messages into commands. A command ends with CRLF (RFC 5321 §2.3.8). One that ends with LF
 * alone is cut there too, so that its client hears why nothing comes of it, but is marked: neither it nor what follows
 * it up to the next CRLF may run, since a relay before this one may have seen a single line there.
 */
export interface CommandLine {
  /** Without its end. */
  readonly octets: Buffer
  /**
   * crlf    as it must be
   * bare    ended with CR or LF alone, where that is tolerated
   * broken  ended with LF alone, or began behind one: must not run
   */
  readonly end: 'crlf' | 'bare' | 'broken'
}

const CR = 13
const LF = 10
const NOTHING = Buffer.alloc(0)

export class CommandLines {
  #held: Buffer = NOTHING
  /** The line before ended with LF alone. */
  #broken = false
  /** The line before ended with a CR at the end of what had arrived: an LF that comes next belongs to it. */
  #pendingCr = false
  /** … and none came. */
  #bareCr = false

  push(octets: Buffer): void {
    const fresh = this.withoutPendingLf(octets)
    this.#held = this.#held.length === 0 ? fresh : Buffer.concat([this.#held, fresh])
  }

  /** Octets that wait for the end of their line. */
  get length(): number {
    return this.#held.length
  }

  /** The next whole line; null where there is none yet. */
  next(tolerant: boolean): CommandLine | null {
    const line = tolerant ? this.#anyEnd() : this.#properEnd()
    if (line) return line
    // A part of a line must not hold on to the whole chunk that it came in.
    if (this.#held.length > 0) this.#held = Buffer.from(this.#held)
    return null
  }

  /** What is left belongs to the content that begins now. */
  take(): Buffer {
    const rest = this.#held
    this.#held = NOTHING
    this.#broken = false
    return rest
  }

  /** The first octets after a command that ended with CR; also where they are content. */
  withoutPendingLf(octets: Buffer): Buffer {
    if (!this.#pendingCr || octets.length === 0) return octets
    this.#pendingCr = false
    if (octets[0] === LF) return octets.subarray(1)
    this.#bareCr = true
    return octets
  }

  #properEnd(): CommandLine | null {
    const lf = this.#held.indexOf(LF)
    if (lf < 0) return null
    const proper = lf > 0 && this.#held[lf - 1] === CR
    const octets = this.#cut(proper ? lf - 1 : lf, lf + 1)
    const end = proper && !this.#broken ? 'crlf' : 'broken'
    this.#broken = !proper
    return { octets, end }
  }

  #anyEnd(): CommandLine | null {
    const held = this.#held
    const at = held.findIndex((octet) => octet === CR || octet === LF)
    if (at < 0) return null
    // A CR with nothing behind it yet is probably half a CRLF; whether it is shows with the next octet.
    this.#pendingCr = held[at] === CR && at === held.length - 1
    this.#broken = false
    const paired = held[at] === CR && held[at + 1] === LF
    const bare = this.#bareCr || (!paired && !this.#pendingCr)
    this.#bareCr = false
    return { octets: this.#cut(at, paired ? at + 2 : at + 1), end: bare ? 'bare' : 'crlf' }
  }

  #cut(end: number, next: number): Buffer {
    const octets = this.#held.subarray(0, end)
    this.#held = this.#held.subarray(next)
    return octets
  }
}
