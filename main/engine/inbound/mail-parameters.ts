/**
 * The ESMTP parameters of MAIL and RCPT that Mailroom announces: SIZE, BODY, SMTPUTF8, REQUIRETLS, AUTH=,
 * RET, ENVID, NOTIFY, ORCPT.
 */
import type { Envelope } from '../../../shared/domain/message.ts'
import type { Notify } from '../../../shared/domain/recipient.ts'
import { type Refusal, refusal } from './reply.ts'
import { decodeXtext } from './xtext.ts'

export interface MailParameters {
  /** Octets that the client announces (RFC 1870); null where it does not. */
  readonly size: number | null
  readonly body: Envelope['body']
  readonly smtpUtf8: boolean
  /** RFC 8689. */
  readonly requireTls: boolean
  readonly ret: 'full' | 'hdrs' | null
  readonly envid: string | null
}

export interface RcptParameters {
  readonly notify: Notify
  /** "rfc822;user@example.test", xtext decoded. */
  readonly originalRecipient: string | null
}

type Given = ReadonlyMap<string, string | null>
type Parsed<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly why: Refusal }

/** RFC 3461 §4.4: octets of ENVID, before encoding. */
const LONGEST_ENVID = 100

export function parseMailParameters(given: Given): Parsed<MailParameters> {
  const unknown = [...given.keys()].find((name) => !MAIL_PARAMETERS.has(name))
  if (unknown !== undefined)
    return refuse(555, '5.5.4', `MAIL FROM parameter ${unknown} is not supported here`)
  const size = given.get('SIZE')
  if (size !== undefined && !/^\d{1,20}$/.test(size ?? '')) return bad('SIZE is a number of octets')
  const body = oneOf(given, 'BODY', ['7bit', '8bitmime', 'binarymime'])
  if (body === 'bad') return bad('BODY is 7BIT, 8BITMIME or BINARYMIME')
  if (typeof given.get('SMTPUTF8') === 'string') return bad('SMTPUTF8 has no value')
  if (typeof given.get('REQUIRETLS') === 'string') return bad('REQUIRETLS has no value')
  const ret = oneOf(given, 'RET', ['full', 'hdrs'])
  if (ret === 'bad') return bad('RET is FULL or HDRS')
  const envid = given.get('ENVID')
  const decoded = envid === undefined ? null : decodeXtext(envid ?? '')
  if (envid !== undefined && (decoded === null || decoded === '' || decoded.length > LONGEST_ENVID))
    return bad('ENVID is xtext of at most 100 characters')
  const value = {
    size: size === undefined ? null : Number(size),
    body: body ?? '7bit',
    smtpUtf8: given.has('SMTPUTF8'),
    requireTls: given.has('REQUIRETLS'),
    ret,
    envid: decoded,
  }
  return { kind: 'ok', value }
}

export function parseRcptParameters(given: Given): Parsed<RcptParameters> {
  const unknown = [...given.keys()].find((name) => name !== 'NOTIFY' && name !== 'ORCPT')
  if (unknown !== undefined) return refuse(555, '5.5.4', `RCPT TO parameter ${unknown} is not supported here`)
  const notify = parseNotify(given.get('NOTIFY'))
  if (notify === 'bad') return bad('NOTIFY is NEVER, or a list of SUCCESS, FAILURE and DELAY')
  const orcpt = given.get('ORCPT')
  if (orcpt === undefined) return { kind: 'ok', value: { notify, originalRecipient: null } }
  const [type = '', address = ''] = splitAtSemicolon(orcpt ?? '')
  // RFC 6533 §3: utf-8 addresses may stand unencoded where SMTPUTF8 is in use.
  const decoded = /[^\x20-\x7e]/.test(address) ? address : decodeXtext(address)
  if (!/^[a-z0-9-]{1,40}$/i.test(type) || decoded === null || decoded === '' || decoded.length > 500)
    return bad('ORCPT is an address type, a semicolon and an xtext address')
  return { kind: 'ok', value: { notify, originalRecipient: `${type};${decoded}` } }
}

/** AUTH= (RFC 4954 §5) is understood and not believed. */
const MAIL_PARAMETERS = new Set(['SIZE', 'BODY', 'SMTPUTF8', 'REQUIRETLS', 'AUTH', 'RET', 'ENVID'])

function oneOf<T extends string>(given: Given, name: string, values: readonly T[]): T | 'bad' | null {
  if (!given.has(name)) return null
  return values.find((value) => value === given.get(name)?.toLowerCase()) ?? 'bad'
}

function parseNotify(given: string | null | undefined): Notify | 'bad' {
  if (given === undefined) return null
  const words = (given ?? '').toLowerCase().split(',')
  const known = words.every((word) => ['never', 'success', 'failure', 'delay'].includes(word))
  if (!known || (words.includes('never') && words.length > 1)) return 'bad'
  return [...new Set(words)] as NonNullable<Notify>
}

function splitAtSemicolon(text: string): [string, string] {
  const at = text.indexOf(';')
  return at < 0 ? ['', ''] : [text.slice(0, at), text.slice(at + 1)]
}

function bad(text: string): { kind: 'refused'; why: Refusal } {
  return refuse(501, '5.5.4', text)
}

function refuse(code: number, enhanced: string, text: string): { kind: 'refused'; why: Refusal } {
  return { kind: 'refused', why: refusal(code, enhanced, text) }
}
