/** AUTH (RFC 4954) with a password, whose mechanisms nodemailer runs, or with a token. */
import { signInWithToken, type TokenCredentials } from './authenticate-with-token.ts'
import { parseReply } from './parse-reply.ts'
import { localReply, SessionProblem } from './session-problem.ts'
import type { WireConnection } from './wire-connection.ts'

export type Credentials = PasswordCredentials | TokenCredentials

export interface PasswordCredentials {
  readonly kind: 'password'
  readonly username: string
  readonly password: string
}

/** Resolves when signed in. Rejects with a SessionProblem where the peer refused; a broken connection is not heard here. */
export function authenticate(
  wire: WireConnection,
  credentials: Credentials,
  host: string,
  peer: string,
): Promise<void> {
  return credentials.kind === 'password'
    ? signInWithPassword(wire, credentials, host, peer)
    : signInWithToken(wire, credentials, host, peer)
}

async function signInWithPassword(
  wire: WireConnection,
  { username, password }: PasswordCredentials,
  host: string,
  peer: string,
): Promise<void> {
  const mechanisms = mechanismsToTry(wire.capabilities.authMechanisms)
  if (mechanisms.length === 0)
    throw new SessionProblem('auth', localReply('4.7.0', notOffered(wire, peer)), host)
  for (const [index, method] of mechanisms.entries()) {
    const refusal = await login(wire, method, username, password)
    if (refusal === null) return
    const reply = parseReply(refusal)
    if (index + 1 < mechanisms.length && isAboutMechanism(reply.code)) continue
    throw new SessionProblem('auth', { ...reply, text: `${reply.text} ${hint(reply.code)}` }, host)
  }
}

/** PLAIN first: one round trip, and the one that every server has. Never more than once each: lockouts count. */
function mechanismsToTry(offered: readonly string[]): readonly string[] {
  return ['PLAIN', 'LOGIN', 'CRAM-MD5'].filter((mechanism) => offered.includes(mechanism))
}

/** The server's wording of the refusal, null where it let us in. */
function login(wire: WireConnection, method: string, user: string, pass: string): Promise<string | null> {
  return new Promise((resolve) => {
    wire.login({ method, credentials: { user, pass } }, (error) => {
      resolve(error ? (error.response ?? error.message) : null)
    })
  })
}

/** 500 to 504 and 534: this mechanism does not work here, the next may. 535 is the password, and trying on would lock it. */
function isAboutMechanism(code: number | null): boolean {
  return code === 534 || (code !== null && code >= 500 && code <= 504)
}

function hint(code: number | null): string {
  if (code === 535) return '(Answer to AUTH: check user name and password of the route.)'
  if (code === 530 || code === 538) return '(Answer to AUTH: this host wants TLS first.)'
  return '(Answer to AUTH.)'
}

function notOffered(wire: WireConnection, peer: string): string {
  return wire.secure
    ? `${peer} offers no sign-in that Mailroom knows (PLAIN, LOGIN, CRAM-MD5). Check host and port, or remove the user name from the route.`
    : `${peer} offers no sign-in on a connection without TLS. Choose TLS for the route, or remove the user name from it.`
}
