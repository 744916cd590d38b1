/** What an answer of a provider means for the sign-in (RFC 6749 §4.1.2.1, §5.2; RFC 8628 §3.5). Pure. */
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { microsoftAdvice } from './microsoft-advice.ts'
import { SignInFailure, type SignInFailureKind } from './sign-in-failure.ts'

/**
 * Whatever was thrown while a provider was asked. What is not understood counts as unreachable: nothing is lost by it.
 * The library's error is not kept as the cause: it may quote an answer, with the tokens in it.
 */
export function classifyFailure(error: unknown, provider: string): SignInFailure {
  const known = findCause(error, (one) => one instanceof SignInFailure)
  if (known) return known
  if (error instanceof AuthorizationResponseError) return fromRedirect(error, provider)
  if (error instanceof ResponseBodyError) return fromTokenEndpoint(error, provider)
  if (error instanceof WWWAuthenticateChallengeError) return byCode('invalid_client', undefined, provider)
  if (error instanceof ClientError) return fromLibrary(error, provider)
  return new SignInFailure('unreachable', `${provider} could not be asked: ${wordsOf(error)}`, {
    cause: error,
  })
}

function fromRedirect(error: AuthorizationResponseError, provider: string): SignInFailure {
  if (error.error === 'access_denied')
    return new SignInFailure(
      'declined',
      `The sign-in was declined at the provider${quote(error.error_description)}. Begin again, and agree to the access to mail.`,
    )
  return byCode(error.error, error.error_description, provider)
}

function fromTokenEndpoint(error: ResponseBodyError, provider: string): SignInFailure {
  const { status, response } = error
  if (status >= 500 || status === 429) {
    const text = `${provider} is not well just now (${status} ${error.error}${quote(error.error_description)}).`
    return new SignInFailure('unreachable', text, retryAfterOf(response))
  }
  return byCode(error.error, error.error_description, provider)
}

function byCode(code: string, description: string | undefined, provider: string): SignInFailure {
  const said = `(${code}${description === undefined ? '' : `: ${firstSentences(description)}`})`
  const { kind, text } = microsoftAdvice(description) ?? adviceOf(code, provider)
  return new SignInFailure(kind, `${text} ${said}`)
}

interface Advice {
  readonly kind: SignInFailureKind
  readonly text: string
}

function adviceOf(code: string, provider: string): Advice {
  switch (code) {
    case 'invalid_grant':
    case 'interaction_required':
    case 'login_required':
    case 'consent_required':
    case 'account_selection_required':
      return {
        kind: 'revoked',
        text: `${provider} takes this sign-in no more: the password was changed, the access was withdrawn, or it was not used for long. Sign in again; the mail waits.`,
      }
    case 'invalid_client':
      return {
        kind: 'settings',
        text: `${provider} does not accept the program: correct the client id and the client secret or certificate of the route. A secret may have expired.`,
      }
    case 'unauthorized_client':
      return {
        kind: 'settings',
        text: `${provider} does not let this program sign in that way: correct the client id, or allow this way of signing in in the app registration (for a service account: domain-wide delegation for the scope).`,
      }
    case 'invalid_scope':
      return {
        kind: 'settings',
        text: `${provider} does not know the scopes or does not give them to this program: correct the scopes of the route or the permissions of the app registration.`,
      }
    case 'unsupported_grant_type':
    case 'unsupported_response_type':
      return {
        kind: 'settings',
        text: `${provider} does not offer this way of signing in: choose another grant for the route.`,
      }
    case 'invalid_request':
    case 'invalid_tenant':
      return {
        kind: 'settings',
        text: `${provider} does not understand the request: check tenant, client id, redirect address and user name.`,
      }
    case 'expired_token':
      return { kind: 'declined', text: 'The code was not entered in time. Begin the sign-in again.' }
    case 'access_denied':
      return {
        kind: 'declined',
        text: 'The sign-in was declined at the provider. Begin again, and agree to the access to mail.',
      }
    default:
      return { kind: 'unreachable', text: `${provider} gave no token.` }
  }
}

function fromLibrary(error: ClientError, provider: string): SignInFailure {
  if (error.code === 'OAUTH_TIMEOUT')
    return new SignInFailure('unreachable', `${provider} did not answer in time.`)
  if (error.code === 'OAUTH_ABORT') return new SignInFailure('declined', 'The sign-in was given up.')
  const response = error.cause instanceof Response ? error.cause : null
  const text = response
    ? `${provider} answered with HTTP status ${response.status} and no reason.`
    : `${provider} answered in a way that cannot be used: ${wordsOf(error)}.`
  return new SignInFailure('unreachable', text, response ? retryAfterOf(response) : {})
}

/** RFC 9110 §10.2.3, in seconds; a date is left aside, the back-off is near enough. */
function retryAfterOf(response: Response): { retryAfter?: number } {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isInteger(seconds) && seconds >= 0 ? { retryAfter: seconds * 1_000 } : {}
}

function findCause<T extends Error>(error: unknown, is: (one: unknown) => one is T): T | null {
  for (let one = error, depth = 0; one instanceof Error && depth < 10; one = one.cause, depth += 1)
    if (is(one)) return one
  return null
}

/** Without the trace ids and time stamps that Microsoft puts behind, and on one line. */
function firstSentences(description: string): string {
  const shown = description.split(/\s*Trace ID:|\r?\n/)[0] ?? ''
  return shown.length > 300 ? `${shown.slice(0, 300)}…` : shown
}

function quote(description: string | undefined): string {
  return description === undefined ? '' : `: ${firstSentences(description)}`
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
