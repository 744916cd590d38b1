import type { SessionProblem } from '../session-problem.ts'

/**
 * Does a session that did not come about speak against the host? Name, connection, TLS, greeting, EHLO, and a sign-in
 * that is answered with 4xx. A refused or missing sign-in is about the route's settings, and another host with the same
 * ones would refuse it too. Pure.
 */
export function isHostFailure({ phase, reply }: SessionProblem): boolean {
  switch (phase) {
    case 'resolve':
    case 'connect':
    case 'greeting':
    case 'ehlo':
    case 'starttls':
    case 'tls':
      return true
    case 'auth':
      return reply.code !== null && reply.code < 500
    default:
      return false
  }
}

/** The host looked at the sign-in and said no for good. */
export function isSignInRefusal({ phase, reply }: SessionProblem): boolean {
  return phase === 'auth' && reply.code !== null && reply.code >= 500
}
