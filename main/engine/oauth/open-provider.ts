/** A provider, ready to be asked with the settings of one route. */
import {
  allowInsecureRequests,
  type ClientAuth,
  Configuration,
  type CustomFetch,
  customFetch,
  discovery,
  None,
  type ServerMetadata,
} from 'openid-client'
import { clientAuthentication, type OpenedSettings } from './client-authentication.ts'
import { actsAs } from './identity.ts'
import { isLoopback } from './is-loopback.ts'
import type { OAuthProvider, OAuthProviders } from './provider.ts'
import { SignInFailure } from './sign-in-failure.ts'

export interface OpenProvider {
  readonly provider: OAuthProvider
  readonly settings: OpenedSettings
  readonly configuration: Configuration
  /** What is asked for, as it stands in the request. */
  readonly scope: string
}

export interface ProviderAccess {
  readonly providers: OAuthProviders
  readonly fetch: CustomFetch
}

/** Seconds for one request to be answered. */
const REQUEST_TIMEOUT = 30

/** Rejects with what the library throws (classify-failure.ts), or a SignInFailure for settings that cannot be used. */
export async function openProvider(
  settings: OpenedSettings,
  { providers, fetch }: ProviderAccess,
): Promise<OpenProvider> {
  const provider = providers[settings.provider]
  const server = provider.metadata?.(settings.tenant) ?? (await discover(settings, fetch))
  const authentication =
    settings.grant === 'service-account' ? unnamed : await clientAuthentication(settings, provider, server)
  const configuration = new Configuration(server, settings.clientId, undefined, authentication)
  configuration.timeout = REQUEST_TIMEOUT
  configuration[customFetch] = fetch
  if (isInsecure(server.token_endpoint)) allowInsecureRequests(configuration)
  return { provider, settings, configuration, scope: scopeOf(settings, provider, server) }
}

/** A service account is named by its assertion alone. */
const unnamed: ClientAuth = () => undefined

async function discover({ issuer, clientId }: OpenedSettings, fetch: CustomFetch): Promise<ServerMetadata> {
  if (issuer === undefined)
    throw new SignInFailure('settings', 'The route names no issuer: enter the address of the provider.')
  const url = new URL(issuer)
  const found = await discovery(url, clientId, undefined, None(), {
    [customFetch]: fetch,
    timeout: REQUEST_TIMEOUT,
    ...(isInsecure(issuer) ? { execute: [allowInsecureRequests] } : {}),
  })
  return { ...found.serverMetadata() }
}

/** http is for tests on loopback; https-fetch.ts refuses it everywhere else. */
function isInsecure(address: string | undefined): boolean {
  return address !== undefined && isLoopback(new URL(address)) && address.startsWith('http:')
}

/** Default scopes that the provider says it does not know are left out; those of the settings are asked for as they are. */
function scopeOf(settings: OpenedSettings, provider: OAuthProvider, server: ServerMetadata): string {
  const usual = actsAs(settings.grant) === 'person' ? provider.userScopes : provider.programScopes
  const known = server.scopes_supported
  const scopes = settings.scopes ?? usual.filter((scope) => known === undefined || known.includes(scope))
  return scopes.join(' ')
}
