/** EHLO and HELO (RFC 5321 §4.1.1.1): who the client says it is, and what this listener offers it. */
import { isIP } from 'node:net'
import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import { accepted, type Reply, refusal } from './reply.ts'
import { isTrusted, mayAuthenticate, type SessionState } from './session-state.ts'

/** RFC 5321 §4.5.3.1.2, with some slack. */
const LONGEST_NAME = 300

export function hello(
  state: SessionState,
  verb: 'EHLO' | 'HELO',
  argument: string,
  mechanisms: readonly string[],
): Reply {
  // Old devices send no name, or one with spaces; in a trusted network that does no harm.
  const name = argument.split(/\s+/)[0] ?? ''
  if (name === '' && !isTrusted(state))
    return refusal(501, '5.5.4', `Write ${verb} and the name of this client`)
  if (name.length > LONGEST_NAME || /[\p{Cc}\ufffd]/u.test(name))
    return refusal(501, '5.5.4', `The name after ${verb} is not valid`)
  state.hello = { verb, name }
  state.transaction = null
  const greeting = `${state.config().hostname} greets ${name === '' ? state.client : name}`
  return accepted(250, null, verb === 'HELO' ? greeting : [greeting, ...extensions(state, mechanisms)])
}

/** RFC 2920, 1870, 6152, 6531, 3461, 2034, 3207, 4954: nothing is announced that is not done. */
function extensions(state: SessionState, mechanisms: readonly string[]): string[] {
  const listener = state.listener()
  const always = ['PIPELINING', `SIZE ${parseByteSize(listener.maxSize)}`, '8BITMIME', 'SMTPUTF8', 'DSN']
  const tls = listener.tls === 'starttls' && state.tls === null ? ['STARTTLS'] : []
  const auth = mayAuthenticate(state) && state.account === null ? [`AUTH ${mechanisms.join(' ')}`] : []
  return [...always, 'ENHANCEDSTATUSCODES', ...tls, ...auth]
}

const DOMAIN = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,253}[\p{L}\p{N}_])?$/u

/** The name if it can stand in a Received header as it is, else null: a domain, or an address literal. */
export function traceableName(name: string): string | null {
  const literal = /^\[(?:IPv6:)?(.*)\]$/i.exec(name)?.[1]
  if (literal !== undefined) return isIP(literal) ? name : null
  return DOMAIN.test(name) ? name : null
}
