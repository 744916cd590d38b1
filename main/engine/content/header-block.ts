/**
 * The header of a stored message as its octets stand there: fields can be taken out and put in without touching the
 * others, so that signatures of other people survive. Text is latin1 here: one character an octet.
 */
import type { Readable } from 'node:stream'

/** Octets; a header beyond is not looked at. */
export const HEADER_LIMIT = 64 * 1024

export interface HeaderField {
  /** Lower case; '' for a line that is no field (nothing a mail should have, but some do). */
  readonly name: string
  /** With its folding and its line end. */
  readonly raw: string
}

export interface HeaderBlock {
  readonly fields: readonly HeaderField[]
  /** Octets of the header; behind them come the empty line and the body, or nothing. */
  readonly size: number
  /** false: it is longer than HEADER_LIMIT, and the fields are those of its beginning. */
  readonly complete: boolean
}

/** Reads no more than the header; the stream is destroyed. Rejects with the stream's error. */
export async function readHeaderBlock(content: Readable): Promise<HeaderBlock> {
  let text = ''
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const searched = Math.max(0, text.length - 3)
    text += chunk.toString('latin1')
    if (headerEnd(text, searched) !== null || text.length >= HEADER_LIMIT) break
  }
  return blockOf(text)
}

/** Of the beginning of a message: its whole header, or at least HEADER_LIMIT octets, or all that there is. */
export function parseHeaderBlock(beginning: Buffer): HeaderBlock {
  return blockOf(beginning.toString('latin1'))
}

function blockOf(text: string): HeaderBlock {
  const end = headerEnd(text, 0)
  const size = end ?? text.length
  if (size > HEADER_LIMIT || (end === null && size === HEADER_LIMIT))
    return { fields: splitFields(text.slice(0, HEADER_LIMIT)), size: HEADER_LIMIT, complete: false }
  return { fields: splitFields(text.slice(0, size)), size, complete: true }
}

/** Each line that begins without white space begins a field. */
export function splitFields(header: string): HeaderField[] {
  const lines = header.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const raw: string[] = []
  for (const line of lines)
    if (raw.length > 0 && /^[ \t]/.test(line)) raw.push(`${raw.pop()}${line}`)
    else raw.push(line)
  return raw.map((field) => ({ name: nameOf(field), raw: field }))
}

/** Unfolded and trimmed, decoded as UTF-8, or as Latin-1 as old programs write it. RFC 2047 words stay as they are. */
export function fieldValue(field: HeaderField): string {
  const octets = Buffer.from(field.raw.slice(field.raw.indexOf(':') + 1), 'latin1')
  const text = octets.toString('utf8')
  return (text.includes('\ufffd') ? octets.toString('latin1') : text).replace(/\r?\n/g, '').trim()
}

function nameOf(raw: string): string {
  return /^([\x21-\x39\x3b-\x7e]+)[ \t]*:/.exec(raw)?.[1]?.toLowerCase() ?? ''
}

/** Where the empty line begins; a message may begin with it. */
function headerEnd(text: string, from: number): number | null {
  if (/^\r?\n/.test(text)) return 0
  const at = text.slice(from).search(/\n\r?\n/)
  return at < 0 ? null : from + at + 1
}
