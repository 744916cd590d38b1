/** AUTH XOAUTH2 (Google's and Microsoft's) and OAUTHBEARER (RFC 7628). A token that is refused is renewed once. */
import type { OAuthSettings } from '../../../shared/domain/oauth.ts'
import type { Reply } from '../../../shared/domain/reply.ts'
import { SignInFailure } from '../oauth/sign-in-failure.ts'
import type { TokenSource } from '../oauth/token-keeper.ts'
import { parseReply } from './parse-reply.ts'
import { localReply, SessionProblem } from './session-problem.ts'
import type { WireConnection } from './wire-connection.ts'

export type TokenMechanism = NonNullable<OAuthSettings['mechanism']>

export interface TokenCredentials {
  readonly kind: 'oauth2'
  readonly username: string
  /** null: whichever the host offers. */
  readonly mechanism: TokenMechanism | null
  readonly tokens: TokenSource
}

/** As authenticate. */
export async function signInWithToken(
  wire: WireConnection,
  { username, mechanism: wanted, tokens }: TokenCredentials,
  host: string,
  peer: string,
): Promise<void> {
  const mechanism = choose(wire, wanted)
  if (mechanism === null) throw problem(localReply('4.7.0', notOffered(wire, peer, wanted)), host)
  const token = await readToken(() => tokens.token())
  const first = await present(wire, mechanism, username, token, peer)
  if (first.kind === 'accepted') return
  // A refusal for now (4xx) is not about the token.
  const mayBeToken = first.challenge !== null || first.reply.code === 535
  const next = mayBeToken ? await readToken(() => tokens.renew(token)) : null
  if (next === null) throw problem(withHint(first), host)
  const second = await present(wire, mechanism, username, next, peer)
  if (second.kind === 'refused') throw problem(withHint(second), host)
}

/** A token, or the SessionProblem of not having one: no host has to do with that. */
export async function readToken<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof SignInFailure)) throw error
    throw new SessionProblem('auth', localReply('4.7.0', error.message), null, error)
  }
}

/** A bearer token never goes over a connection that others can read (RFC 6750 §5.3). */
function choose(wire: WireConnection, wanted: TokenMechanism | null): TokenMechanism | null {
  const offered = wire.secure ? wire.capabilities.authMechanisms : []
  const order: readonly TokenMechanism[] = wanted === null ? ['XOAUTH2', 'OAUTHBEARER'] : [wanted]
  return order.find((mechanism) => offered.includes(mechanism)) ?? null
}

interface Refusal {
  readonly kind: 'refused'
  readonly reply: Reply
  /** What the host said of the token, decoded; null where it said nothing. */
  readonly challenge: string | null
}

async function present(
  wire: WireConnection,
  mechanism: TokenMechanism,
  username: string,
  token: string,
  peer: string,
): Promise<Refusal | { readonly kind: 'accepted' }> {
  const response = Buffer.from(responseOf(mechanism, username, token, peer)).toString('base64')
  const answer = parseReply(await ask(wire, `AUTH ${mechanism} ${response}`))
  if (answer.code === 235) return { kind: 'accepted' }
  if (answer.code !== 334) return { kind: 'refused', reply: answer, challenge: null }
  // The error is in the challenge, and the host waits for a word before it says no (RFC 7628 §3.2.3).
  const reply = parseReply(await ask(wire, mechanism === 'XOAUTH2' ? '' : 'AQ=='))
  return { kind: 'refused', reply, challenge: decodeChallenge(answer.text) }
}

/** "\x01" ends each part in both; commas and equals signs of a name are escaped in OAUTHBEARER (RFC 5801 §4). */
function responseOf(mechanism: TokenMechanism, username: string, token: string, peer: string): string {
  if (mechanism === 'XOAUTH2') return `user=${username}\x01auth=Bearer ${token}\x01\x01`
  const name = username.replaceAll('=', '=3D').replaceAll(',', '=2C')
  const [, host = peer, port = '587'] = /^(.*):(\d+)$/.exec(peer) ?? []
  return `n,a=${name},\x01host=${host}\x01port=${port}\x01auth=Bearer ${token}\x01\x01`
}

function ask(wire: WireConnection, line: string): Promise<string> {
  return new Promise((resolve) => wire.command(line, resolve))
}

/** JSON in base64: {"status":"401","schemes":"bearer","scope":"…"}. Anything else is left out. */
function decodeChallenge(text: string): string | null {
  const decoded = Buffer.from(text.trim(), 'base64').toString('utf8')
  try {
    const { status, scope, schemes } = JSON.parse(decoded) as Record<string, unknown>
    const parts = Object.entries({ status, schemes, scope }).filter(([, value]) => typeof value === 'string')
    return parts.map(([name, value]) => `${name} ${value}`).join(', ')
  } catch {
    return ''
  }
}

function withHint({ reply, challenge }: Refusal): Reply {
  const said = challenge === null || challenge === '' ? '' : ` It said of the token: ${challenge}.`
  const hint =
    'Answer to a sign-in with a token: check that the user name is the mailbox that was signed in, that it may send with SMTP, and the scopes.'
  return { ...reply, text: `${reply.text} (${hint}${said})` }
}

function notOffered(wire: WireConnection, peer: string, wanted: TokenMechanism | null): string {
  const names = wanted ?? 'XOAUTH2, OAUTHBEARER'
  return wire.secure
    ? `${peer} offers no sign-in with a token (${names}). Check host and port of the route, or sign in with a password.`
    : `The connection to ${peer} has no TLS, and a token is never sent over such a one. Choose TLS for the route.`
}

function problem(reply: Reply, host: string): SessionProblem {
  return new SessionProblem('auth', reply, host)
}
