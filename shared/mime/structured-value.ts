/** Fields with parameters: Content-Type, Content-Disposition (RFC 2045 §5.1, RFC 2183, RFC 2231). */
import { decodeCharset } from './decode-charset.ts'
import { decodedWords } from './header-fields.ts'
import { octetsOf } from './octets.ts'

export interface StructuredValue {
  /** Lower case, without comments. */
  readonly value: string
  /** Names in lower case; RFC 2231 continuations joined and decoded, RFC 2047 words too, as many programs write them. */
  readonly parameters: ReadonlyMap<string, string>
}

const MOST_PARAMETERS = 100

export function structuredValue(field: string): StructuredValue {
  const [value = '', ...rest] = splitAtSemicolons(field)
  const raw = new Map<string, string>()
  for (const part of rest.slice(0, MOST_PARAMETERS)) {
    const equals = part.indexOf('=')
    if (equals < 0) continue
    const name = part.slice(0, equals).trim().toLowerCase()
    // The first of a name counts: a second one is how file names are smuggled past filters.
    if (!raw.has(name)) raw.set(name, unquoted(part.slice(equals + 1).trim()))
  }
  return { value: withoutComment(value).toLowerCase(), parameters: decoded(raw) }
}

function splitAtSemicolons(field: string): readonly string[] {
  const parts: string[] = []
  let from = 0
  let quoted = false
  for (let at = 0; at < field.length; at += 1) {
    const character = field[at]
    if (quoted && character === '\\') at += 1
    else if (character === '"') quoted = !quoted
    else if (character === ';' && !quoted) {
      parts.push(field.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, field.slice(from)]
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return withoutComment(text)
  const end = /^"((?:[^"\\]|\\.)*)/s.exec(text)?.[1] ?? ''
  return end.replace(/\\(.)/gs, '$1')
}

/** A comment follows white space; "(1)" within a word belongs to the word, as in file names of RFC 2231. */
function withoutComment(text: string): string {
  const at = text.search(/(?:^|\s)\(/)
  return (at < 0 ? text : text.slice(0, at)).trim()
}

function decoded(raw: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const result = new Map<string, string>()
  for (const [name, value] of raw) if (!name.includes('*')) result.set(name, decodedWords(value))
  // RFC 2231 is exact about the character set, and so it wins.
  for (const name of new Set([...raw.keys()].filter((key) => key.includes('*')).map(baseName)))
    result.set(name, extended(name, raw))
  return result
}

function baseName(key: string): string {
  return key.slice(0, key.indexOf('*'))
}

/** RFC 2231 §3 and §4: name*=utf-8''a%20b, or name*0*=utf-8''a%20; name*1=b. */
function extended(name: string, raw: ReadonlyMap<string, string>): string {
  const single = raw.get(`${name}*`)
  if (single !== undefined) {
    const { charset, text } = withCharset(single)
    return decodeCharset(octetsOf(percentOctets(text)), charset || 'utf-8').text
  }
  let charset = ''
  let octets = ''
  for (let number = 0; ; number += 1) {
    const plain = raw.get(`${name}*${number}`)
    const encoded = raw.get(`${name}*${number}*`)
    if (plain === undefined && encoded === undefined) break
    if (encoded === undefined) octets += plain ?? ''
    else if (number === 0) {
      const first = withCharset(encoded)
      charset = first.charset
      octets += percentOctets(first.text)
    } else octets += percentOctets(encoded)
  }
  return decodeCharset(octetsOf(octets), charset || 'utf-8').text
}

/** charset'language'text; where the quotes are missing all of it is text. */
function withCharset(value: string): { readonly charset: string; readonly text: string } {
  const [charset = '', , ...rest] = value.split("'")
  return rest.length === 0 ? { charset: '', text: value } : { charset, text: rest.join("'") }
}

function percentOctets(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
