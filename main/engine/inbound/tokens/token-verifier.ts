/** Is an access token one that the configured issuer has made for this server, and for whom? (RFC 7519, RFC 9068) */
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import type { TokenIssuer } from '../../../../shared/domain/oauth.ts'
import type { Clock } from '../../ports.ts'
import { discoverKeys, ISSUER_TIMEOUT } from './discover-keys.ts'

export type TokenVerdict =
  | { readonly kind: 'valid'; readonly username: string }
  | { readonly kind: 'invalid'; readonly reason: string }
  /** The issuer cannot be asked: nobody knows. */
  | { readonly kind: 'unavailable'; readonly reason: string }

export interface TokenVerifier {
  verify(token: string, issuer: TokenIssuer): Promise<TokenVerdict>
}

/** Signatures with a public key; what an issuer's key set is for. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

/** Seconds by which two computers' clocks may differ. */
const CLOCK_TOLERANCE = 60

/** Milliseconds in which an issuer that could not be asked is not asked again: strangers cause these questions. */
const PAUSE_AFTER_FAILURE = 10_000

/** Milliseconds that keys are believed, and between two questions for a key that was not there. */
const KEYS_LAST = 600_000
const KEYS_PAUSE = 30_000

type Keys = ReturnType<typeof createRemoteJWKSet>

export function createTokenVerifier(clock: Clock): TokenVerifier {
  let known: { readonly issuer: string; readonly keys: Promise<Keys> } | null = null
  let failed: { readonly issuer: string; readonly at: number; readonly reason: string } | null = null

  function keysOf(issuer: string): Promise<Keys> {
    if (known?.issuer !== issuer) known = { issuer, keys: loadKeys(issuer) }
    return known.keys
  }

  function unavailable(issuer: string, error: unknown): TokenVerdict {
    known = null
    failed = { issuer, at: clock.now(), reason: `the issuer ${issuer} cannot be asked: ${causeOf(error)}` }
    return { kind: 'unavailable', reason: failed.reason }
  }

  return {
    async verify(token, { issuer, audience, usernameClaim }) {
      if (failed?.issuer === issuer && Math.abs(clock.now() - failed.at) < PAUSE_AFTER_FAILURE)
        return { kind: 'unavailable', reason: failed.reason }
      try {
        const { payload } = await jwtVerify(token, await keysOf(issuer), {
          issuer,
          audience,
          algorithms: ALGORITHMS,
          requiredClaims: ['exp', usernameClaim],
          clockTolerance: CLOCK_TOLERANCE,
          currentDate: new Date(clock.now()),
        })
        return usernameIn(payload, usernameClaim)
      } catch (error) {
        const reason = faultOfToken(error)
        return reason === null ? unavailable(issuer, error) : { kind: 'invalid', reason }
      }
    },
  }
}

async function loadKeys(issuer: string): Promise<Keys> {
  return createRemoteJWKSet(await discoverKeys(issuer), {
    timeoutDuration: ISSUER_TIMEOUT,
    cacheMaxAge: KEYS_LAST,
    cooldownDuration: KEYS_PAUSE,
  })
}

function usernameIn(payload: JWTPayload, claim: string): TokenVerdict {
  const username = payload[claim]
  if (typeof username !== 'string' || username === '')
    return { kind: 'invalid', reason: `the claim "${claim}" of the token is no name` }
  if (claim === 'email' && payload.email_verified === false)
    return { kind: 'invalid', reason: 'the issuer has not verified the address of the token' }
  return { kind: 'valid', username }
}

const FAULTS_OF_TOKENS = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
]

/** null where the token is not at fault: network, time-out, an answer that is no key set. */
function faultOfToken(error: unknown): string | null {
  const fault = FAULTS_OF_TOKENS.some((type) => error instanceof type)
  return fault && error instanceof Error ? `the token is not accepted: ${error.message}` : null
}

/** fetch says "fetch failed" and hides why. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message
}
