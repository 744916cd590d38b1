/** Header sections (RFC 5322 §2.2) of latin1 text: one character an octet. */
import { decodeWords } from 'postal-mime'
import { guessed } from './decode-charset.ts'
import { octetsOf } from './octets.ts'

export interface RawField {
  /** As it is written. */
  readonly name: string
  /** Unfolded and trimmed; 8-bit octets decoded (RFC 6532), RFC 2047 words not. */
  readonly value: string
}

/** Fields in the order of the source. Lines that are no field, such as the "From " of an mbox, are left out. */
export function headerFields(header: string): readonly RawField[] {
  const fields: { name: string; value: string }[] = []
  for (const line of header.split(/\r?\n|\r/)) {
    const last = fields.at(-1)
    if (/^[ \t]/.test(line)) {
      // RFC 5322 §2.2.3: unfolding removes the line end and nothing else.
      if (last) last.value += line
      continue
    }
    const colon = line.indexOf(':')
    const name = colon < 0 ? '' : line.slice(0, colon).trimEnd()
    if (/^[\x21-\x39\x3b-\x7e]+$/.test(name)) fields.push({ name, value: line.slice(colon + 1) })
  }
  return fields.map(({ name, value }) => ({ name, value: readable(value).trim() }))
}

/** The first of that name; '' where there is none. */
export function fieldOf(fields: readonly RawField[], name: string): string {
  return fields.find((field) => field.name.toLowerCase() === name)?.value ?? ''
}

/** RFC 2047 words as the text that they stand for; in a charset that nobody knows they stay. */
export function decodedWords(value: string): string {
  try {
    return decodeWords(value)
  } catch {
    return value
  }
}

/** Printable ASCII, which nearly every field is, stays as it is. */
function readable(value: string): string {
  return /[\u0080-\u00ff]/.test(value) ? guessed(octetsOf(value)) : value
}
