/** Sign-ins of a person: by the browser of this computer (RFC 8252, PKCE), or by a code on any device (RFC 8628). */
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  initiateDeviceAuthorization,
  pollDeviceAuthorizationGrant,
  randomPKCECodeVerifier,
  randomState,
  type TokenEndpointResponse,
} from 'openid-client'
import type { SignInEvent } from '../../../shared/contract/routes.ts'
import type { Clock } from '../ports.ts'
import { browsableAddress } from './browsable-address.ts'
import { classifyFailure } from './classify-failure.ts'
import { openLoopbackRedirect } from './loopback-redirect.ts'
import type { OpenProvider } from './open-provider.ts'
import { SignInFailure } from './sign-in-failure.ts'

type Ask = (event: Extract<SignInEvent, { kind: 'browser' | 'device' }>) => void

/** Milliseconds that a person has in the browser. */
export const BROWSER_TIME = 600_000

/** Rejects with what the library throws, or the reason of the signal. */
export async function askBrowser(
  open: OpenProvider,
  ask: Ask,
  signal: AbortSignal,
): Promise<TokenEndpointResponse> {
  const { configuration, provider, scope, settings } = open
  if (configuration.serverMetadata().authorization_endpoint === undefined)
    throw new SignInFailure(
      'settings',
      `${provider.label} offers no sign-in by browser: choose another grant.`,
    )
  const state = randomState()
  const verifier = randomPKCECodeVerifier()
  const redirect = await openLoopbackRedirect(provider.redirectHost, state, signal)
  try {
    const url = buildAuthorizationUrl(configuration, {
      ...provider.authorization,
      redirect_uri: redirect.address,
      scope,
      state,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      login_hint: settings.username,
    })
    ask({ kind: 'browser', url: browsableAddress(url.href, provider.label) })
    const arrived = await redirect.arrived
    // Microsoft's issuer holds the tenant's id, which nobody needs to know; this redirect was opened for it alone.
    if (provider.issuerVaries) arrived.searchParams.delete('iss')
    return await authorizationCodeGrant(configuration, arrived, {
      pkceCodeVerifier: verifier,
      expectedState: state,
    })
  } finally {
    redirect.close()
  }
}

/** Polls as the provider wants it; an answer that is lost on the way is not the end (RFC 8628 §3.5). */
export async function askDevice(
  open: OpenProvider,
  ask: Ask,
  signal: AbortSignal,
  clock: Clock,
): Promise<TokenEndpointResponse> {
  const { configuration, provider, scope } = open
  if (configuration.serverMetadata().device_authorization_endpoint === undefined)
    throw new SignInFailure('settings', `${provider.label} offers no sign-in by code: choose another grant.`)
  const answer = await initiateDeviceAuthorization(configuration, { scope })
  const expiresAt = clock.now() + answer.expires_in * 1_000
  ask({
    kind: 'device',
    url: browsableAddress(answer.verification_uri, provider.label),
    userCode: answer.user_code,
    expiresAt,
  })
  for (;;) {
    try {
      return await pollDeviceAuthorizationGrant(configuration, answer, undefined, { signal })
    } catch (error) {
      signal.throwIfAborted()
      const failure = classifyFailure(error, provider.label)
      if (failure.kind !== 'unreachable' || clock.now() >= expiresAt) throw failure
    }
  }
}
