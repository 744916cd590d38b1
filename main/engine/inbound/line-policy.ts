/** What becomes of the line ends and long lines of a message while it streams by. Not for BINARYMIME. */
import type { Listener } from '../../../shared/domain/config.ts'
import type { Decoded } from './data-decoder.ts'
import { LineFolder } from './line-folder.ts'
import { LineMeter } from './line-meter.ts'
import { because, type Refusal, refusal } from './reply.ts'

export interface LineRules {
  /** A CR or LF alone: refused, or counted (the decoder makes it CRLF in any case). */
  readonly lineEnds: 'refuse' | 'normalise'
  readonly longLines: Listener['longLines']
}

export type LineVerdict =
  | { readonly kind: 'content'; readonly content: readonly Buffer[] }
  | { readonly kind: 'refused'; readonly why: Refusal }

export class LinePolicy {
  readonly #rules: LineRules
  readonly #folder: LineFolder | null
  readonly #meter: LineMeter | null
  #bareCr = 0
  #bareLf = 0
  #nuls = 0

  constructor(rules: LineRules) {
    this.#rules = rules
    this.#folder = rules.longLines === 'fold' ? new LineFolder() : null
    this.#meter = rules.longLines === 'refuse' ? new LineMeter() : null
  }

  take({ content, bareCr, bareLf, nuls }: Omit<Decoded, 'size' | 'rest'>): LineVerdict {
    this.#bareCr += bareCr
    this.#bareLf += bareLf
    this.#nuls += nuls
    if (this.#rules.lineEnds === 'refuse' && this.#bareCr + this.#bareLf > 0)
      return { kind: 'refused', why: bareLineEnds() }
    if (this.#meter?.exceededBy(content)) return { kind: 'refused', why: tooLong() }
    return { kind: 'content', content: this.#folder?.push(content) ?? content }
  }

  /** What was held back. */
  end(): readonly Buffer[] {
    return this.#folder?.end() ?? []
  }

  /** "12 bare line feeds were made CRLF"; null where there were none. */
  get bareRemark(): string | null {
    const counts = [
      ...(this.#bareLf > 0 ? [counted(this.#bareLf, 'bare line feed')] : []),
      ...(this.#bareCr > 0 ? [counted(this.#bareCr, 'bare carriage return')] : []),
    ]
    if (counts.length === 0) return null
    return `${counts.join(' and ')} ${this.#bareLf + this.#bareCr === 1 ? 'was' : 'were'} made CRLF`
  }

  /** "3 NUL octets were dropped". */
  get nulRemark(): string | null {
    if (this.#nuls === 0) return null
    return `${counted(this.#nuls, 'NUL octet')} ${this.#nuls === 1 ? 'was' : 'were'} dropped`
  }

  /** "2 lines over 1000 octets were folded". */
  get foldRemark(): string | null {
    const folded = this.#folder?.folded ?? 0
    if (folded === 0) return null
    return `${counted(folded, 'line')} over 1000 octets ${folded === 1 ? 'was' : 'were'} folded`
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The enhanced code that Exchange gave this, for want of one in RFC 3463. */
function bareLineEnds(): Refusal {
  return refusal(
    550,
    '5.6.11',
    'The message has a carriage return or line feed alone, with which other mail can be smuggled in; the sending program must end lines with CRLF',
    'a bare CR or LF in the content; "lineEnds": "normalise" of the listener or the network would mend it',
    because('content'),
  )
}

function tooLong(): Refusal {
  return refusal(
    554,
    '5.6.0',
    'The message has a line of more than 1000 octets (RFC 5321 section 4.5.3.1.6); the sending program must encode it as quoted-printable or base64',
    'a line over 1000 octets; "longLines" of the listener could pass or fold it',
    because('content'),
  )
}
