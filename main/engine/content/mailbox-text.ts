/** One mailbox as it stands in a field such as From (RFC 5322 §3.4, RFC 2047, RFC 6532). */
import { encodeWord } from 'nodemailer/lib/mime-funcs'
import { splitAddress } from '../../../shared/domain/address.ts'
import { asciiDomain } from '../inbound/admission.ts'

/** Octets of an encoded word within the 75 that RFC 2047 §2 allows, name of the charset included. */
const ENCODED_WORD = 52
const DOT_ATOM = /^[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10ffff}]+(\.[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10ffff}]+)*$/u
/** RFC 5321 §4.1.3. */
const ADDRESS_LITERAL = /^\[[\w.:-]+\]$/
const QUOTED = /^"([^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u

/** '' as name leaves the bare address. Throws RangeError where `address` is none. */
export function mailboxText(name: string, address: string): string {
  const bare = addressText(address)
  const phrase = phraseText(name)
  return phrase === '' ? bare : `${phrase} <${bare}>`
}

/** Devices also write "copier" alone: nothing that anybody could answer to. */
export function isAddress(text: string): boolean {
  try {
    return addressText(text) !== ''
  } catch {
    return false
  }
}

/** An international domain in its ASCII form; a local part beyond letters in quotes. */
function addressText(address: string): string {
  const { local, domain } = splitAddress(address)
  const ascii = ADDRESS_LITERAL.test(domain) ? domain : asciiDomain(domain)
  if (address.length > 320 || local === '' || ascii === '' || /\p{Cc}/u.test(address))
    throw new RangeError(`"${address}" is not a mail address`)
  if (DOT_ATOM.test(local) || QUOTED.test(local)) return `${local}@${ascii}`
  return `"${escapeQuoted(local)}"@${ascii}`
}

function phraseText(name: string): string {
  const text = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  if (/[^\x20-\x7e]/.test(text)) return encodeWord(text, 'Q', ENCODED_WORD)
  // What looks like an encoded word would be decoded by whoever reads it.
  return /^[\w !#$%&'*+\-/^`{|}~]*$/.test(text) ? text : `"${escapeQuoted(text)}"`
}

function escapeQuoted(text: string): string {
  return text.replace(/["\\]/g, '\\$&')
}
