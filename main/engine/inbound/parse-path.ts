/**
 * The argument of MAIL FROM and RCPT TO: a path and ESMTP parameters (RFC 5321 §4.1.2, RFC 6531 §3.3). smtp-server's
 * own parser rewrites internationalised domains and refuses quoted local parts, so it is not used.
 */
import { isIPv4, isIPv6 } from 'node:net'

export interface Path {
  /** Without angle brackets; '' is the null reverse-path; "postmaster" may stand without a domain. */
  readonly address: string
  /** Names in upper case; null for one without a value. */
  readonly parameters: ReadonlyMap<string, string | null>
  /** Needs the SMTPUTF8 extension. */
  readonly international: boolean
  /** Old devices leave the angle brackets out. */
  readonly bracketed: boolean
}

export type ParsedPath =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'syntax'; readonly problem: string }
  | { readonly kind: 'parameter'; readonly problem: string }

/** Octets: RFC 5321 §4.5.3.1.1 and §4.5.3.1.3. The local part may be longer: forwarders write such addresses. */
const LONGEST_ADDRESS = 254

/**
 * Parses what follows "MAIL FROM:" or "RCPT TO:". Tolerates spaces after the colon, which many clients send, and
 * says where the angle brackets lack. A source route is dropped (RFC 5321 §4.1.1.3 and appendix F.2).
 */
export function parsePath(text: string): ParsedPath {
  const { path, rest } = splitPath(text.trim())
  if (path === null) return { kind: 'syntax', problem: 'the angle brackets do not match' }
  const address = path.replace(/^@[^\s,:@]+(?:,@[^\s,:@]+)*:/, '')
  const problem = address === '' ? null : addressProblem(address)
  if (problem !== null) return { kind: 'syntax', problem }
  const parameters = parseParameters(rest)
  if (typeof parameters === 'string') return { kind: 'parameter', problem: parameters }
  const international = /[^\x20-\x7e]/.test(address)
  const bracketed = text.trimStart().startsWith('<')
  return { kind: 'path', path: { address, parameters, international, bracketed } }
}

/** Why this is no address, or null. Also for addresses that did not come over SMTP. */
export function addressProblem(address: string): string | null {
  if (Buffer.byteLength(address) > LONGEST_ADDRESS) return `it is longer than ${LONGEST_ADDRESS} octets`
  if (FORBIDDEN.test(address)) return 'it has control or invisible characters, or is not UTF-8'
  if (/^postmaster$/i.test(address)) return null
  const at = address.lastIndexOf('@')
  if (at < 0) return 'it has no "@domain"'
  return localPartProblem(address.slice(0, at)) ?? domainProblem(address.slice(at + 1))
}

/** Controls, spaces other than the ASCII one, zero-width and bidirectional marks, line separators, and U+FFFD, which stands for octets that are no UTF-8. */
const FORBIDDEN = /[\p{Cc}\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\ufffd]/u

const DOT_STRING =
  /^[\p{L}\p{N}\p{M}\p{S}!#$%&'*+\-/=?^_`{|}~\u00a1-\u{10ffff}]+(\.[\p{L}\p{N}\p{M}\p{S}!#$%&'*+\-/=?^_`{|}~\u00a1-\u{10ffff}]+)*$/u
const QUOTED_STRING = /^"(?:[^"\\]|\\.)*"$/u

function localPartProblem(local: string): string | null {
  if (local === '') return 'nothing stands before the "@"'
  if (local.startsWith('"')) return QUOTED_STRING.test(local) ? null : 'its quotes do not match'
  // Some devices send "name.@domain" and "a..b@domain"; whoever owns the domain may accept them.
  return DOT_STRING.test(local.replace(/\.+/g, '.').replace(/^\.|\.$/g, '') || '.')
    ? null
    : `"${local}" is not a valid local part`
}

const LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}_])?$/u

function domainProblem(domain: string): string | null {
  const literal = /^\[(.*)\]$/.exec(domain)?.[1]
  if (literal !== undefined) {
    const valid = /^ipv6:/i.test(literal) ? isIPv6(literal.slice(5)) : isIPv4(literal)
    return valid ? null : `${domain} is not a valid address literal`
  }
  const valid = domain.split('.').every((label) => Buffer.byteLength(label) <= 63 * 4 && LABEL.test(label))
  return valid ? null : `"${domain}" is not a valid domain`
}

/** A quoted local part may hold "<", ">" and spaces, so the end of the path is looked for with care. */
function splitPath(text: string): { path: string | null; rest: string } {
  if (!text.startsWith('<')) {
    const space = text.search(/\s/)
    const path = space < 0 ? text : text.slice(0, space)
    return { path: path === '' || /[<>]/.test(path) ? null : path, rest: space < 0 ? '' : text.slice(space) }
  }
  const match = /^<((?:"(?:[^"\\]|\\.)*"|[^"<>])*)>(.*)$/u.exec(text)
  if (!match) return { path: null, rest: '' }
  const rest = match[2] ?? ''
  if (rest !== '' && !/^\s/.test(rest)) return { path: null, rest }
  return { path: (match[1] ?? '').trim(), rest }
}

function parseParameters(text: string): Map<string, string | null> | string {
  const parameters = new Map<string, string | null>()
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const equals = word.indexOf('=')
    const name = (equals < 0 ? word : word.slice(0, equals)).toUpperCase()
    const value = equals < 0 ? null : word.slice(equals + 1)
    if (!/^[A-Z0-9][A-Z0-9-]*$/.test(name)) return `"${word}" is not a parameter`
    if (value === '' || (value !== null && FORBIDDEN.test(value))) return `${name} has no valid value`
    if (parameters.has(name)) return `${name} is given twice`
    parameters.set(name, value)
  }
  return parameters
}
