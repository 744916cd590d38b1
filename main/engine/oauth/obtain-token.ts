/** Grants that need nobody: a refresh token, a program's own credentials, a service account's key. */

import { importPKCS8, SignJWT } from 'jose'
import {
  clientCredentialsGrant,
  genericGrantRequest,
  refreshTokenGrant,
  type TokenEndpointResponse,
} from 'openid-client'
import type { Clock } from '../ports.ts'
import type { OpenProvider } from './open-provider.ts'
import { readServiceAccountKey } from './service-account-key.ts'
import { needsSignIn, SignInFailure } from './sign-in-failure.ts'

/** Rejects with what the library throws; "needed" where a person has to sign in first. */
export async function obtainToken(
  open: OpenProvider,
  refreshToken: string | null,
  clock: Clock,
): Promise<TokenEndpointResponse> {
  const { configuration, scope, settings } = open
  const asked: Record<string, string> = scope === '' ? {} : { scope }
  switch (settings.grant) {
    case 'client-credentials':
      return clientCredentialsGrant(configuration, asked)
    case 'service-account':
      return genericGrantRequest(configuration, JWT_BEARER, { assertion: await signAssertion(open, clock) })
    case 'authorization-code':
    case 'device-code':
      if (refreshToken === null) throw needsSignIn()
      // Without a scope the answer has what was agreed to (RFC 6749 §6).
      return refreshTokenGrant(configuration, refreshToken)
    default:
      return settings.grant satisfies never
  }
}

/** RFC 7523 §2.1. */
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** https://developers.google.com/identity/protocols/oauth2/service-account: `sub` is the mailbox that is acted for. */
async function signAssertion(
  { settings, configuration, scope }: OpenProvider,
  clock: Clock,
): Promise<string> {
  const { clientEmail, privateKey, keyId } = readServiceAccountKey(settings.serviceAccountKey)
  const now = Math.floor(clock.now() / 1_000)
  const key = await importPKCS8(privateKey, 'RS256').catch((cause: unknown) => {
    throw new SignInFailure(
      'settings',
      'The private key in the service account key cannot be read. Enter the whole JSON file again.',
      { cause },
    )
  })
  return new SignJWT({ scope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) })
    .setIssuer(clientEmail)
    .setSubject(settings.username)
    .setAudience(configuration.serverMetadata().token_endpoint ?? '')
    .setIssuedAt(now)
    .setExpirationTime(now + 3_600)
    .sign(key)
}
