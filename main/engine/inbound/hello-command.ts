/** EHLO and HELO (RFC 5321 §4.1.1.1): who the client says it is, and what this listener offers it. */
import { isIP } from 'node:net'
import { offersEtrn } from './etrn-command.ts'
import { accepted, type Reply, refusal } from './reply.ts'
import { maxSizeOf } from './session-sender.ts'
import { dropTransaction, mayAuthenticate, type SessionState } from './session-state.ts'
import { type Tolerate, wouldForgive } from './tolerate.ts'

/** RFC 5321 §4.5.3.1.2, with some slack. */
const LONGEST_NAME = 300

export function hello(
  state: SessionState,
  verb: 'EHLO' | 'HELO',
  argument: string,
  mechanisms: readonly string[],
  tolerate: Tolerate,
): Reply {
  const name = argument.split(/\s+/)[0] ?? ''
  if (name.length > LONGEST_NAME || /[\p{Cc}\ufffd]/u.test(name))
    return refusal(501, '5.5.4', `The name after ${verb} is not valid`)
  const odd = oddName(verb, argument)
  if (odd !== null && !tolerate('any-hello', odd))
    return refusal(501, '5.5.4', odd, wouldForgive('any-hello'))
  state.hello = { verb, name }
  dropTransaction(state)
  const greeting = `${state.config().hostname} greets ${name === '' ? state.client : name}`
  return accepted(250, null, verb === 'HELO' ? greeting : [greeting, ...extensions(state, mechanisms)])
}

function oddName(verb: string, argument: string): string | null {
  if (argument === '') return `${verb} came without the name of the client`
  return traceableName(argument) === null ? `The name after ${verb} is not a host name or an address` : null
}

/**
 * RFC 2920, 1870, 6152, 6531, 3461, 2034, 3030, 9422, 3207, 4954, 8689, 1985: nothing is announced that is not done in
 * this very state.
 */
function extensions(state: SessionState, mechanisms: readonly string[]): string[] {
  const listener = state.listener()
  const size = `SIZE ${maxSizeOf(state).octets}`
  const always = ['PIPELINING', size, '8BITMIME', 'SMTPUTF8', 'DSN', 'ENHANCEDSTATUSCODES']
  const chunks = ['CHUNKING', 'BINARYMIME']
  const limits = `LIMITS RCPTMAX=${listener.maxRecipients}`
  const requireTls = state.tls === null ? [] : ['REQUIRETLS']
  const etrn = offersEtrn(state) ? ['ETRN'] : []
  const tls = listener.tls === 'starttls' && state.tls === null ? ['STARTTLS'] : []
  const auth = mayAuthenticate(state) && state.account === null ? [`AUTH ${mechanisms.join(' ')}`] : []
  return [...always, ...chunks, limits, ...requireTls, ...etrn, ...tls, ...auth]
}

const DOMAIN = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,253}[\p{L}\p{N}_])?$/u

/** The name if it can stand in a Received header as it is, else null: a domain, or an address literal. */
export function traceableName(name: string): string | null {
  const literal = /^\[(?:IPv6:)?(.*)\]$/i.exec(name)?.[1]
  if (literal !== undefined) return isIP(literal) ? name : null
  return DOMAIN.test(name) ? name : null
}
