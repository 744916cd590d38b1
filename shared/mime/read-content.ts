/** A message as people read it, from its structure and what the scanner kept of it. Pure; never throws. */
import { type Address, addressParser } from 'postal-mime'
import type { ContentPart, Mailbox, MessageContent } from '../contract/content.ts'
import { calmText } from './calm-text.ts'
import { decodeCharset, guessed } from './decode-charset.ts'
import { flowedText } from './flowed-text.ts'
import { decodedWords, fieldOf, headerFields, type RawField } from './header-fields.ts'
import { showPictures } from './inline-pictures.ts'
import { LIMITS, type MessageStructure, type StructurePart } from './message-structure.ts'
import { octetsOf } from './octets.ts'
import { remoteContent } from './remote-content.ts'
import { decodeTransfer } from './transfer-decoder.ts'

/** Characters of a decoded text that are handed out. */
const LONGEST_TEXT = 1024 * 1024
/** Octets of one header field that are taken apart. */
const LONGEST_FIELD = 64 * 1024

export function readContent(structure: MessageStructure): MessageContent {
  const { size, header, parts } = structure
  const fields = headerFields(header)
  const problems = new Set([...repeatedFields(fields), ...structure.problems])
  const text = joinedText(parts, 'text', problems)
  const markup = joinedText(parts, 'html', problems)
  const pictures = markup && showPictures(markup.content, parts)
  const mailboxes = (name: string) =>
    fields.filter((field) => field.name.toLowerCase() === name).flatMap(({ value }) => mailboxesIn(value))
  return {
    size,
    headers: fields.map(({ name, value }) => ({ name, value: decodedWords(value.slice(0, LONGEST_FIELD)) })),
    rawHeaders: guessed(octetsOf(header), header.length === LIMITS.header),
    from: mailboxes('from'),
    to: mailboxes('to'),
    cc: mailboxes('cc'),
    replyTo: mailboxes('reply-to'),
    subject: calmText(decodedWords(fieldOf(fields, 'subject').slice(0, LONGEST_FIELD))),
    date: dateOf(fieldOf(fields, 'date')),
    text,
    html: markup && {
      content: pictures?.html ?? markup.content,
      truncated: markup.truncated,
      blocked: remoteContent(markup.content),
    },
    parts: parts.map((part) => contentPart(part, pictures?.shown ?? new Set())),
    problems: [...problems],
  }
}

function contentPart(part: StructurePart, shown: ReadonlySet<string>): ContentPart {
  const { id, type, name, size, contentId, use } = part
  const role = use === 'picture' ? (shown.has(id) ? 'inline' : 'attachment') : use
  return { id, type, name, size, contentId, role }
}

/** Several texts of one message stand one below the other, as mailing lists add theirs. */
function joinedText(parts: readonly StructurePart[], use: 'text' | 'html', problems: Set<string>) {
  const texts = parts.filter((part) => part.use === use && part.kept !== null)
  if (texts.length === 0) return null
  const whole = texts.map((part) => textOf(part, problems)).join(use === 'text' ? '\n' : '')
  const content = whole.slice(0, LONGEST_TEXT)
  const isCut = content.length < whole.length || texts.some(({ kept }) => kept?.cut)
  return { content: calmText(content), truncated: isCut }
}

function textOf(part: StructurePart, problems: Set<string>): string {
  if (part.kept === null) return ''
  const { octets, damage } = decodeTransfer(part.kept.octets, part.encoding)
  if (damage > 0)
    problems.add(`Its text is damaged: ${part.encoding} with characters that do not belong there.`)
  const charset = part.charset === '' && part.use === 'html' ? charsetOfHtml(octets) : part.charset
  const { text, unknown } = decodeCharset(octets, charset, part.kept.cut)
  if (unknown !== null)
    problems.add(`Its text names a character set that nobody knows here (“${unknown.slice(0, 40)}”).`)
  return part.flowed && part.use === 'text' ? flowedText(text, part.flowed) : text
}

/** Where the header says nothing, the page may: <meta charset="…">, within its first octets. */
function charsetOfHtml(octets: Uint8Array): string {
  const start = String.fromCharCode(...octets.subarray(0, 1_024))
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})/i.exec(start)?.[1] ?? ''
}

const MOST_MAILBOXES = 10_000

function mailboxesIn(value: string): Mailbox[] {
  const flatten = (entry: Address): Mailbox[] =>
    entry.group
      ? entry.group.flatMap(flatten)
      : [{ name: entry.name ? decodedWords(entry.name) : null, address: entry.address ?? '' }]
  try {
    return addressParser(value.slice(0, LONGEST_FIELD * 4))
      .flatMap(flatten)
      .filter(({ name, address }) => name !== null || address !== '')
      .slice(0, MOST_MAILBOXES)
  } catch {
    return [{ name: null, address: value.slice(0, 320) }]
  }
}

function dateOf(value: string): number | null {
  const at = Date.parse(
    value
      .slice(0, 200)
      .replace(/\([^)]*\)/g, ' ')
      .trim(),
  )
  return value === '' || Number.isNaN(at) ? null : at
}

/** RFC 5322 §3.6: programs differ in which of two they show, which is how people are deceived. */
const ONCE = ['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Subject', 'Date', 'Message-ID']

function repeatedFields(fields: readonly RawField[]): readonly string[] {
  return ONCE.flatMap((name) => {
    const number = fields.filter((field) => field.name.toLowerCase() === name.toLowerCase()).length
    return number > 1 ? [`It has ${number} ${name} fields: mail programs differ in which they show.`] : []
  })
}
