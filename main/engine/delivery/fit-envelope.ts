/**
 * The commands of a transaction, fitted to what the next hop announced: parameters only where it knows them, and local
 * refusals where it could not take the message (RFC 1870, RFC 6152, RFC 6531, RFC 3461, RFC 8689). What the content
 * needs is settled before (fit-content.ts). Pure.
 */
import { domainToASCII } from 'node:url'
import type { Envelope } from '../../../shared/domain/message.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { Reply } from '../../../shared/domain/reply.ts'
import type { Capabilities } from './wire-connection.ts'

export interface EnvelopeFacts {
  readonly envelope: Envelope
  /** Octets of the content that is sent. */
  readonly size: number
  readonly recipients: readonly Recipient[]
  readonly capabilities: Capabilities
  /** Name of the peer, for the words of a refusal. */
  readonly host: string
  /** Does the header of the content hold octets above 127? */
  readonly eightBitHeader: boolean
}

export interface FittedEnvelope {
  readonly mail: string
  readonly recipients: readonly { readonly number: number; readonly rcpt: string }[]
  /** Recipients that this host cannot be given. */
  readonly refused: readonly { readonly number: number; readonly reply: Reply }[]
}

export function fitEnvelope(facts: EnvelopeFacts): FittedEnvelope {
  const whole = refuseWhole(facts)
  if (whole !== null) {
    const refused = facts.recipients.map(({ number }) => ({ number, reply: whole }))
    return { mail: '', recipients: [], refused }
  }
  const recipients: { number: number; rcpt: string }[] = []
  const refused: { number: number; reply: Reply }[] = []
  for (const recipient of facts.recipients) {
    const reply = refuseRecipient(recipient.address, facts)
    if (reply !== null) refused.push({ number: recipient.number, reply })
    else recipients.push({ number: recipient.number, rcpt: rcptCommand(recipient, facts.capabilities) })
  }
  return { mail: mailCommand(facts), recipients, refused }
}

function refuseWhole({ envelope, size, capabilities, host, eightBitHeader }: EnvelopeFacts): Reply | null {
  const limit = capabilities.size?.limit ?? 0
  if (limit > 0 && size > limit)
    return {
      code: 552,
      enhanced: '5.3.4',
      text: `The message has ${size} octets; ${host} takes at most ${limit}.`,
    }
  const international = eightBitHeader || !isAscii(toAsciiDomain(envelope.sender))
  if (envelope.smtpUtf8 && international && !capabilities.smtpUtf8)
    return {
      code: 553,
      enhanced: '5.6.7',
      text: `The message has an international sender or header, and ${host} does not take such mail (no SMTPUTF8).`,
    }
  return isSafe(envelope.sender)
    ? null
    : { code: 553, enhanced: '5.1.7', text: 'The sender address cannot be written in SMTP.' }
}

function refuseRecipient(address: string, { capabilities, host }: EnvelopeFacts): Reply | null {
  if (!isSafe(address) || address === '')
    return { code: 553, enhanced: '5.1.3', text: 'The recipient address cannot be written in SMTP.' }
  if (capabilities.smtpUtf8 || isAscii(toAsciiDomain(address))) return null
  return {
    code: 553,
    enhanced: '5.6.7',
    text: `${host} does not take international addresses (no SMTPUTF8).`,
  }
}

function mailCommand({ envelope, size, capabilities }: EnvelopeFacts): string {
  const parameters: string[] = []
  if (capabilities.size !== null) parameters.push(`SIZE=${size}`)
  if (capabilities.eightBitMime && envelope.body === '8bitmime') parameters.push('BODY=8BITMIME')
  if (envelope.body === 'binarymime') parameters.push('BODY=BINARYMIME')
  if (capabilities.smtpUtf8 && envelope.smtpUtf8) parameters.push('SMTPUTF8')
  // Only where the connection may carry it at all: deliver-to-hosts sees to that.
  if (capabilities.requireTls && envelope.requireTls) parameters.push('REQUIRETLS')
  if (capabilities.dsn && envelope.ret !== null) parameters.push(`RET=${envelope.ret.toUpperCase()}`)
  if (capabilities.dsn && envelope.envid !== null) parameters.push(`ENVID=${xtext(envelope.envid)}`)
  const sender = capabilities.smtpUtf8 ? envelope.sender : toAsciiDomain(envelope.sender)
  return [`MAIL FROM:<${sender}>`, ...parameters].join(' ')
}

function rcptCommand(recipient: Recipient, capabilities: Capabilities): string {
  const address = capabilities.smtpUtf8 ? recipient.address : toAsciiDomain(recipient.address)
  const parameters: string[] = []
  if (capabilities.dsn && recipient.notify !== null && recipient.notify.length > 0)
    parameters.push(`NOTIFY=${recipient.notify.join(',').toUpperCase()}`)
  if (capabilities.dsn && recipient.originalRecipient !== null)
    parameters.push(`ORCPT=${originalRecipient(recipient.originalRecipient)}`)
  return [`RCPT TO:<${address}>`, ...parameters].join(' ')
}

/** "rfc822;user@example.test": the type stays, the address is xtext (RFC 3461 §4.2). */
function originalRecipient(text: string): string {
  const semicolon = text.indexOf(';')
  return semicolon < 0
    ? `rfc822;${xtext(text)}`
    : `${text.slice(0, semicolon)};${xtext(text.slice(semicolon + 1))}`
}

/** RFC 3461 §4. */
function xtext(text: string): string {
  return [...Buffer.from(text)]
    .map((octet) =>
      octet > 0x20 && octet < 0x7f && octet !== 0x2b && octet !== 0x3d
        ? String.fromCharCode(octet)
        : `+${octet.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
}

/** A domain that is not ASCII has an ASCII form (IDNA); a local part has none. */
function toAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  if (at < 0 || isAscii(domain)) return address
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

/**
 * No line ends or other controls, and nothing outside a quoted local part that would end the path (RFC 5321 §4.1.2), nor
 * a quote that what follows the path could close.
 */
function isSafe(address: string): boolean {
  if (/\p{Cc}/u.test(address)) return false
  return /^"(?:[^"\\]|\\.)*"@[^\s<>"]+$/.test(address) || !/[\s<>"]/.test(address)
}
