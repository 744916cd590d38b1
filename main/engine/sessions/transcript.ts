import type { RefusalCause, SessionLine } from '../../../shared/domain/session.ts'

/** Characters of one line that are kept; SMTP allows 1,000 octets (RFC 5321 §4.5.3.1.6), odd peers send more. */
const LONGEST_LINE = 2_000

/**
 * The lines of one session, bounded: the first ones and the last ones are kept, those between are dropped when there
 * are too many. Numbers go on over the gap, so that a viewer sees how many are missing.
 */
export class Transcript {
  #head: SessionLine[] = []
  #tail: SessionLine[] = []
  #count = 0
  readonly #headSize: number
  readonly #tailSize: number

  constructor(headSize = 300, tailSize = 2_000) {
    this.#headSize = headSize
    this.#tailSize = tailSize
  }

  get count(): number {
    return this.#count
  }

  add(at: number, kind: SessionLine['kind'], text: string, cause: RefusalCause | null = null): void {
    this.#count += 1
    const line = { number: this.#count, at, kind, text: printable(text), ...(cause && { cause }) }
    if (this.#head.length < this.#headSize) {
      this.#head.push(line)
      return
    }
    this.#tail.push(line)
    // Cut in blocks, so that a chatty session does not pay for each line.
    if (this.#tail.length >= this.#tailSize * 2) this.#tail = this.#tail.slice(-this.#tailSize)
  }

  /** What is kept of the lines after a number, and how many of them are not. */
  after(number: number): { readonly lines: SessionLine[]; readonly dropped: number } {
    const lines =
      number < this.#head.length
        ? [...this.#head.slice(number), ...this.#tail]
        : this.#tail.slice(firstAfter(this.#tail, number))
    return { lines, dropped: Math.max(0, this.#count - number - lines.length) }
  }
}

function firstAfter(lines: readonly SessionLine[], number: number): number {
  const first = lines[0]
  return first ? Math.max(0, number + 1 - first.number) : 0
}

/** Control characters as their pictures (U+2400…), so that no peer can draw on a terminal or hide text. */
function printable(text: string): string {
  const shown =
    text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}… (${text.length} characters)` : text
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  return shown.replace(/[\x00-\x1f\x7f]/g, (character) =>
    character === '\x7f' ? '\u2421' : String.fromCharCode(0x2400 + character.charCodeAt(0)),
  )
}
