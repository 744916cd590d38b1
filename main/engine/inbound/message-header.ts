/** Looks at the beginning of a message, at most 64 KiB of it, while it streams by. */
import { decodeWords } from 'postal-mime'

export interface HeaderFacts {
  /** Does it begin with a header field, or with the empty line? Some devices send text only. */
  readonly wellFormed: boolean
  /** Was its end seen? What is not seen within the bound counts as there. */
  readonly complete: boolean
  readonly receivedCount: number
  readonly hasMessageId: boolean
  readonly hasDate: boolean
  /** Decoded (RFC 2047), unfolded, one line. */
  readonly subject: string
  /** Without angle brackets. */
  readonly messageId: string | null
}

export const HEADER_LIMIT = 64 * 1024
const LONGEST_SUBJECT = 500

/** octets begin with the header and may go on behind it; lines end with CRLF. */
export function readHeader(octets: Buffer, complete: boolean): HeaderFacts {
  const text = octets.toString('utf8')
  // Old programs write Latin-1 as it is.
  const fields = splitFields(text.includes('\ufffd') ? octets.toString('latin1') : text)
  const fieldValue = (name: string) => fields.find((field) => field.name === name)?.value ?? null
  const messageId = fieldValue('message-id')
  return {
    wellFormed: octets.length === 0 || octets[0] === 13 || fields.length > 0,
    complete,
    receivedCount: fields.filter((field) => field.name === 'received').length,
    hasMessageId: messageId !== null,
    hasDate: fieldValue('date') !== null,
    subject: decodeSubject(fieldValue('subject') ?? ''),
    messageId: messageId === null ? null : messageId.replace(/^<|>$/g, '').slice(0, LONGEST_SUBJECT),
  }
}

interface Field {
  /** Lower case. */
  readonly name: string
  readonly value: string
}

/** Stops at the empty line, and at the first line that is neither a field nor its continuation. */
function splitFields(text: string): Field[] {
  const fields: { name: string; value: string }[] = []
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\r\n', from)
    const line = text.slice(from, end < 0 ? text.length : end)
    from = end < 0 ? text.length : end + 2
    const last = fields.at(-1)
    if (last && /^[ \t]/.test(line)) {
      last.value += line
      continue
    }
    const field = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:(.*)$/s.exec(line)
    if (!field) break
    fields.push({ name: (field[1] ?? '').toLowerCase(), value: field[2] ?? '' })
  }
  return fields.map(({ name, value }) => ({ name, value: value.trim() }))
}

function decodeSubject(value: string): string {
  if (value === '') return ''
  const plain = decoded(value)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  return plain.length > LONGEST_SUBJECT ? `${plain.slice(0, LONGEST_SUBJECT)}…` : plain
}

function decoded(value: string): string {
  try {
    return decodeWords(value).trim() || value
  } catch {
    // A charset that nobody knows: the encoded words themselves still help to find the message.
    return value
  }
}

const HEADER_END = Buffer.from('\r\n\r\n')

/** Holds back the beginning of a message until its header is complete, or larger than anybody looks at. */
export class HeaderCollector {
  #held: Buffer = Buffer.alloc(0)

  /** The beginning and what is known of it, once that is decided; then the collector is done with. */
  push(part: Buffer): { readonly octets: Buffer; readonly facts: HeaderFacts } | null {
    const searched = Math.max(0, this.#held.length - HEADER_END.length + 1)
    this.#held = this.#held.length === 0 ? part : Buffer.concat([this.#held, part])
    const end = headerEnd(this.#held, searched)
    if (end === null && this.#held.length < HEADER_LIMIT) return null
    return this.#decide(end)
  }

  /** The message ended: what there is was all of it. */
  end(): { readonly octets: Buffer; readonly facts: HeaderFacts } {
    return this.#decide(this.#held.length)
  }

  #decide(end: number | null) {
    const header = this.#held.subarray(0, Math.min(end ?? HEADER_LIMIT, HEADER_LIMIT))
    return { octets: this.#held, facts: readHeader(header, end !== null && end <= HEADER_LIMIT) }
  }
}

function headerEnd(octets: Buffer, from: number): number | null {
  if (octets.length >= 2 && octets[0] === 13 && octets[1] === 10) return 0
  const at = octets.indexOf(HEADER_END, from)
  return at < 0 ? null : at + 2
}
