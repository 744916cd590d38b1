/** What relay rules change of a header. Pure: fields in, fields out; those that no rule names stay octet by octet. */
import { encodeWords } from 'nodemailer/lib/mime-funcs'
import { addressParser } from 'postal-mime'
import { splitAddress } from '../../../shared/domain/address.ts'
import type { RuleChange } from '../../../shared/domain/rule.ts'
import { addressesIn } from './content-facts.ts'
import { foldField } from './fold-field.ts'
import { fieldValue, type HeaderField } from './header-block.ts'
import { isAddress, mailboxText } from './mailbox-text.ts'

type HeaderFrom = Extract<RuleChange, { kind: 'header-from' }>

export interface RewrittenHeader {
  readonly fields: readonly HeaderField[]
  /** Sentences for the history: what could not be done. */
  readonly problems: readonly string[]
}

/** In the order of the changes. New fields stand on top, like those of any server on the way. */
export function rewriteHeader(
  fields: readonly HeaderField[],
  changes: readonly RuleChange[],
): RewrittenHeader {
  return changes.reduce<RewrittenHeader>(applyChange, { fields, problems: [] })
}

/** Drops results that claim to be ours (RFC 8601 §5) and puts the true ones on top. */
export function putAuthenticationResults(fields: readonly HeaderField[], value: string): HeaderField[] {
  const own = authenticationServer(value)
  const others = fields.filter(
    (field) => field.name !== 'authentication-results' || authenticationServer(fieldValue(field)) !== own,
  )
  return [newField('Authentication-Results', value), ...others]
}

/** A field of one line. Throws RangeError where the value is more than that. */
function newField(name: string, value: string): HeaderField {
  const raw = Buffer.from(foldField(`${name}: ${value}`), 'utf8').toString('latin1')
  return { name: name.toLowerCase(), raw }
}

function applyChange(header: RewrittenHeader, change: RuleChange): RewrittenHeader {
  const { fields, problems } = header
  try {
    switch (change.kind) {
      case 'remove-header':
        return { fields: withoutField(fields, change.name.toLowerCase()), problems }
      case 'add-header':
        return { fields: [newField(change.name, encodeText(change.value)), ...fields], problems }
      case 'header-from':
        return { fields: rewriteFrom(fields, change), problems }
      default:
        return header
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return {
      fields,
      problems: [...problems, `The header was not changed (${change.kind}): ${error.message}.`],
    }
  }
}

function withoutField(fields: readonly HeaderField[], name: string): HeaderField[] {
  return fields.filter((field) => field.name !== name)
}

/** One From field with one address takes the place of all that there are. */
function rewriteFrom(fields: readonly HeaderField[], change: HeaderFrom): HeaderField[] {
  const old = fields.filter((field) => field.name === 'from')
  const before = firstMailbox(old[0])
  const address = fillTemplate(change.address, before.address)
  const from = newField('From', mailboxText(change.displayName ?? before.name, address))
  const place = fields.findIndex((field) => field.name === 'from')
  const kept = fields.map((field, index) => (index === place ? from : field))
  const rewritten = kept.filter((field) => field === from || field.name !== 'from')
  if (place < 0) rewritten.unshift(from)
  return change.keepReplyTo ? withReplyTo(rewritten, old, address) : rewritten
}

/** Answers go where they went before: to everybody who stood in From. */
function withReplyTo(fields: HeaderField[], old: readonly HeaderField[], address: string): HeaderField[] {
  const authors = old.flatMap((field) => addressesIn(fieldValue(field)))
  if (authors.every((author) => author === address)) return fields
  if (fields.some((field) => field.name === 'reply-to')) return fields
  const first = firstMailbox(old[0])
  const mailboxes = authors
    .filter(isAddress)
    .map((author) => mailboxText(author === first.address ? first.name : '', author))
  return mailboxes.length === 0 ? fields : [newField('Reply-To', mailboxes.join(', ')), ...fields]
}

function firstMailbox(field: HeaderField | undefined): { name: string; address: string } {
  if (!field) return { name: '', address: '' }
  const value = fieldValue(field)
  const address = addressesIn(value)[0] ?? ''
  const entry = addressParser(value).find((candidate) => candidate.address === address)
  return { name: entry?.name ?? '', address }
}

function fillTemplate(template: string, address: string): string {
  const { local, domain } = splitAddress(address)
  return template.replaceAll('{local}', () => local).replaceAll('{domain}', () => domain)
}

/** RFC 2047 where it is not ASCII. */
function encodeText(value: string): string {
  return /[^\x20-\x7e]/.test(value) ? encodeWords(value, 'Q', 52) : value
}

function authenticationServer(value: string): string {
  return /^\s*"?([^\s;"]*)/.exec(value)?.[1]?.toLowerCase() ?? ''
}
