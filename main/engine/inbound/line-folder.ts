/**
 * Folds lines of more than 998 octets in content whose line ends are CRLF. A header field is folded in front of white
 * space only (RFC 5322 §2.2.3), so that it stays the same field; one without any stays long. A line of the body is
 * cut, but never within a UTF-8 sequence.
 */
import { LONGEST_LINE } from './line-meter.ts'

const LF = 10
const SPACE = 32
const TAB = 9
const CRLF = Buffer.from('\r\n')

export class LineFolder {
  #inHeader = true
  /** The beginning of a line whose end has not come, as far as it was not handed on. */
  #held: Buffer = Buffer.alloc(0)
  /** Octets of the output line that were handed on already. */
  #column = 0
  #cut = false
  /** Lines that were folded. */
  folded = 0

  push(content: readonly Buffer[]): readonly Buffer[] {
    const output: Buffer[] = []
    for (const part of content) this.#pushPart(part, output)
    return output.filter((part) => part.length > 0)
  }

  /** The last line, where it has no end. */
  end(): readonly Buffer[] {
    const output: Buffer[] = []
    this.#fold(this.#held, output)
    output.push(this.#held)
    return output.filter((part) => part.length > 0)
  }

  #pushPart(part: Buffer, output: Buffer[]): void {
    const octets = this.#held.length === 0 ? part : Buffer.concat([this.#held, part])
    let from = 0
    for (let lf = octets.indexOf(LF); lf >= 0; lf = octets.indexOf(LF, from)) {
      this.#line(octets.subarray(from, lf + 1), output)
      from = lf + 1
    }
    this.#held = octets.subarray(from)
    // Enough for one more cut stays, and a CR that may belong to the end of the line.
    if (this.#held.length > 2 * LONGEST_LINE) this.#fold(this.#held, output)
  }

  /** A line, or the rest of one, with its CRLF. */
  #line(line: Buffer, output: Buffer[]): void {
    const text = line.subarray(0, -CRLF.length)
    this.#fold(text, output)
    output.push(Buffer.concat([this.#held, CRLF]))
    if (this.#inHeader && text.length === 0 && this.#column === 0) this.#inHeader = false
    this.#column = 0
    this.#cut = false
  }

  /** Hands on as much as has to be; what is left is in `#held`. */
  #fold(text: Buffer, output: Buffer[]): void {
    let rest = text
    while (this.#column + rest.length > LONGEST_LINE) {
      const room = Math.max(0, LONGEST_LINE - this.#column)
      const at = this.#inHeader ? whiteSpaceNear(rest, room, this.#column > 0) : wholeCharacters(rest, room)
      if (at === null) {
        // Nowhere to fold: the field goes on as it is, but for a CR that may be the end of the line.
        output.push(rest.subarray(0, -1))
        this.#column += rest.length - 1
        rest = rest.subarray(-1)
        break
      }
      output.push(rest.subarray(0, at), CRLF)
      rest = rest.subarray(at)
      this.#column = 0
      if (!this.#cut) this.folded += 1
      this.#cut = true
    }
    this.#held = rest
  }
}

/** Index of the last white space that fits and has text before and behind it, else of the first one; null: none. */
function whiteSpaceNear(text: Buffer, room: number, textBefore: boolean): number | null {
  for (let at = Math.min(room, text.length - 1); at >= 0; at -= 1)
    if (foldable(text, at, textBefore)) return at
  for (let at = room + 1; at < text.length; at += 1) if (foldable(text, at, textBefore)) return at
  return null
}

function foldable(text: Buffer, at: number, textBefore: boolean): boolean {
  const behind = text[at + 1]
  const between = isBlank(text[at]) && behind !== undefined && !isBlank(behind) && behind !== 13
  if (!between) return false
  return textBefore || !text.subarray(0, at).every((octet) => isBlank(octet))
}

function isBlank(octet: number | undefined): boolean {
  return octet === SPACE || octet === TAB
}

/** The largest length up to `room` that cuts no UTF-8 sequence (RFC 3629 §3: at most three octets follow the first). */
function wholeCharacters(text: Buffer, room: number): number {
  for (let at = room; at > Math.max(0, room - 4); at -= 1) if (((text[at] ?? 0) & 0xc0) !== 0x80) return at
  return room
}
