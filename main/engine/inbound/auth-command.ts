/** AUTH (RFC 4954): who may use it here, with which mechanism. The dialogue itself is in sasl.ts. */
import { because, type Refusal, refusal } from './reply.ts'
import { beginSasl, MECHANISMS, type Mechanism, type SaslStep } from './sasl.ts'
import { mayAuthenticate, type SessionState } from './session-state.ts'
import { wouldForgive } from './tolerate.ts'

export type AuthStart = { readonly kind: 'dialogue'; readonly step: SaslStep } | Refused
interface Refused {
  readonly kind: 'refused'
  readonly why: Refusal
}

export function offeredMechanisms(offers: {
  readonly cramMd5: boolean
  readonly tokens: boolean
}): readonly Mechanism[] {
  return MECHANISMS.filter((mechanism) => {
    if (mechanism === 'CRAM-MD5') return offers.cramMd5
    return (mechanism !== 'XOAUTH2' && mechanism !== 'OAUTHBEARER') || offers.tokens
  })
}

export function startAuth(
  state: SessionState,
  argument: string,
  offered: readonly Mechanism[],
  challenge: () => string,
  forgivesNul: () => boolean,
): AuthStart {
  const [name = '', initial = null, ...more] = argument.split(/\s+/).filter((word) => word !== '')
  const denied = outOfOrder(state) ?? notOffered(state) ?? inTheClear(state, initial !== null)
  if (denied) return { kind: 'refused', why: denied }
  const mechanism = offered.find((one) => one === name.toUpperCase())
  if (!mechanism)
    return refuse(504, '5.5.4', `This mechanism is not offered; use one of ${offered.join(', ')}`)
  if (more.length > 0) return refuse(501, '5.5.4', 'Write AUTH, the mechanism and at most one response')
  return { kind: 'dialogue', step: beginSasl(mechanism, initial, challenge, forgivesNul) }
}

function outOfOrder(state: SessionState): Refusal | null {
  if (!state.hello) return refusal(503, '5.5.1', 'Send EHLO first')
  if (state.account) return refusal(503, '5.5.1', 'This session has signed in already')
  if (state.transaction) return refusal(503, '5.5.1', 'Sign in before MAIL FROM, not within a message')
  return null
}

function notOffered(state: SessionState): Refusal | null {
  const { auth, name } = state.listener()
  if (auth !== 'off') return null
  const text = 'Signing in is not offered on this port; switch authentication off in the sending program'
  return refusal(502, '5.5.1', text, `listener ${name}: AUTH is off`, because('listener', name))
}

/** RFC 4954 §4 and §6: 538 asks for encryption. */
function inTheClear(state: SessionState, passwordSent: boolean): Refusal | null {
  if (mayAuthenticate(state)) return null
  const { name, tls, authInClear } = state.listener()
  const how = tls === 'none' ? 'use a port with TLS' : 'switch STARTTLS or TLS on in the sending program'
  const leaked = passwordSent ? '; a password was sent unencrypted all the same, so better change it' : ''
  return refusal(
    538,
    '5.7.11',
    `Passwords are not accepted over an unencrypted connection; ${how}`,
    `listener ${name}: ${authInClear ? `${state.client} is not in its trusted networks` : 'no AUTH in the clear'}${leaked}; ${wouldForgive('auth-in-clear')}`,
    because('listener', name),
  )
}

function refuse(code: number, enhanced: string, text: string): Refused {
  return { kind: 'refused', why: refusal(code, enhanced, text) }
}
