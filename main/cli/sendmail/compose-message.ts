/**
 * From what a program pipes into sendmail to envelope and content. Lines end with CRLF afterwards; Bcc goes with -t; From,
 * Date and Message-ID are added where they are missing (RFC 6409 §8). Octets are kept as they are, whatever the charset.
 */
import { addressParser } from 'postal-mime'
import type { SendmailArguments } from './parse-arguments.ts'

export interface Surroundings {
  /** Of the account that called. */
  readonly user: string
  readonly hostname: string
  /** Date in the form of RFC 5322 §3.3. */
  readonly date: string
  /** Left side of a new Message-ID. */
  readonly unique: string
}

export interface ComposedMessage {
  readonly sender: string
  readonly recipients: readonly string[]
  readonly content: Buffer
}

interface Field {
  /** Lower case. */
  readonly name: string
  /** The whole field with its continuation lines, in latin1: one character an octet, without the last line end. */
  readonly text: string
}

export function composeMessage(
  input: Buffer,
  options: Pick<SendmailArguments, 'readRecipients' | 'dotEnds' | 'sender' | 'fullName' | 'recipients'>,
  surroundings: Surroundings,
): ComposedMessage {
  const lines = readLines(input, options.dotEnds)
  const { fields, body } = splitHeader(lines)
  const { user, hostname } = surroundings
  const sender = options.sender === null ? `${user}@${hostname}` : qualify(options.sender, hostname)
  const found = options.readRecipients ? headerRecipients(fields) : []
  const recipients = [
    ...new Set(
      [...options.recipients.flatMap(argumentAddresses), ...found].map((address) =>
        qualify(address, hostname),
      ),
    ),
  ]
  const kept = options.readRecipients
    ? fields.filter(({ name }) => name !== 'bcc' && name !== 'resent-bcc')
    : fields
  const header = [...kept.map((field) => field.text), ...missingFields(kept, sender, options, surroundings)]
  const content = Buffer.from([...header, '', ...body, ''].join('\r\n'), 'latin1')
  return { sender, recipients, content }
}

/** Lines without their ends, whichever they are. A lone dot ends the message unless told otherwise. */
function readLines(input: Buffer, dotEnds: boolean): string[] {
  const lines = input.toString('latin1').split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  const dot = dotEnds ? lines.indexOf('.') : -1
  return dot < 0 ? lines : lines.slice(0, dot)
}

/** The header ends at the empty line, or before the first line that is no field: then everything else is body. */
function splitHeader(lines: readonly string[]): { fields: Field[]; body: readonly string[] } {
  const fields: { name: string; text: string }[] = []
  for (const [index, line] of lines.entries()) {
    if (line === '') return { fields, body: lines.slice(index + 1) }
    const last = fields.at(-1)
    const name = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:/.exec(line)?.[1]
    if (/^[ \t]/.test(line) && last) last.text += `\r\n${line}`
    else if (name !== undefined) fields.push({ name: name.toLowerCase(), text: line })
    // The "From someone Mon Jan …" line of mailboxes is no field, and programs do send it.
    else if (index === 0 && line.startsWith('From ')) continue
    else return { fields, body: lines.slice(index) }
  }
  return { fields, body: [] }
}

/** A message that is sent again (RFC 5322 §3.6.6) goes to whom the Resent- fields name. */
function headerRecipients(fields: readonly Field[]): string[] {
  const resent = fields.some(({ name }) => /^resent-(to|cc|bcc)$/.test(name))
  const wanted = resent ? /^resent-(to|cc|bcc)$/ : /^(to|cc|bcc)$/
  return fields.filter(({ name }) => wanted.test(name)).flatMap((field) => addressesOf(fieldValue(field)))
}

function fieldValue({ text }: Field): string {
  const value = text.slice(text.indexOf(':') + 1).replace(/\r\n/g, '')
  return Buffer.from(value, 'latin1').toString('utf8').trim()
}

/** Programs pass lists and names too: "a@far.test, Bob <b@far.test>". */
function argumentAddresses(argument: string): string[] {
  return /[,<]/.test(argument) ? addressesOf(argument) : [argument]
}

/** A single word is an account of this computer ("To: root"), which the parser takes for a name without address. */
function addressesOf(value: string): string[] {
  return addressParser(value, { flatten: true }).flatMap(({ address, name }) => {
    if (address) return [address]
    return name && /^[\w.+-]+$/.test(name) ? [name] : []
  })
}

function qualify(address: string, hostname: string): string {
  return address === '' || address.includes('@') ? address : `${address}@${hostname}`
}

function missingFields(
  fields: readonly Field[],
  sender: string,
  options: Pick<SendmailArguments, 'fullName'>,
  { user, hostname, date, unique }: Surroundings,
): string[] {
  const has = (name: string) => fields.some((field) => field.name === name)
  const from = sender === '' ? `${user}@${hostname}` : sender
  return [
    ...(has('from') ? [] : [`From: ${options.fullName ? `${phrase(options.fullName)} <${from}>` : from}`]),
    ...(has('date') ? [] : [`Date: ${date}`]),
    ...(has('message-id') ? [] : [`Message-ID: <${unique}@${hostname}>`]),
  ]
}

/** A display name as RFC 5322 wants it; other alphabets as an encoded word (RFC 2047). */
function phrase(name: string): string {
  const line = name.replace(/[\p{Cc}]+/gu, ' ').trim()
  if (/^[\x20-\x7e]*$/.test(line)) return `"${line.replace(/["\\]/g, '\\$&')}"`
  return `=?utf-8?B?${Buffer.from(line, 'utf8').toString('base64')}?=`
}
