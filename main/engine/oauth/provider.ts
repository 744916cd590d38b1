/** What is known of the providers, as data: where they are asked, for what, and how. */
import type { ServerMetadata } from 'openid-client'
import type { OAuthSettings } from '../../../shared/domain/oauth.ts'

export interface OAuthProvider {
  /** For words: "Microsoft". */
  readonly label: string
  /** Endpoints by tenant; null: the issuer's discovery document says them. */
  readonly metadata: ((tenant: string | undefined) => ServerMetadata) | null
  /** What a person agrees to, and what the program itself asks for. */
  readonly userScopes: readonly string[]
  readonly programScopes: readonly string[]
  /** Further parameters of the authorization request. */
  readonly authorization: Readonly<Record<string, string>>
  /** Host of the loopback redirect as it is registered: Microsoft leaves the port open for "localhost" only. */
  readonly redirectHost: '127.0.0.1' | 'localhost'
  /** Signature of client assertions with an RSA key. */
  readonly rsaAlgorithm: 'RS256' | 'PS256'
  /** The issuer in answers may be another than ours: Microsoft's holds the id of the tenant, whatever was asked. */
  readonly issuerVaries: boolean
  /** Sign-ins may end after seven days, as Google's do while the consent screen is in "Testing". */
  readonly mayExpireWeekly: boolean
}

export type OAuthProviders = Readonly<Record<OAuthSettings['provider'], OAuthProvider>>

/** Where no tenant is given: work and school accounts of every directory. */
const ANY_TENANT = 'organizations'

export const PROVIDERS: OAuthProviders = {
  microsoft: {
    label: 'Microsoft',
    metadata: (tenant = ANY_TENANT) => microsoft(`https://login.microsoftonline.com/${tenant}`),
    userScopes: ['https://outlook.office365.com/SMTP.Send', 'offline_access'],
    programScopes: ['https://outlook.office365.com/.default'],
    authorization: {},
    redirectHost: 'localhost',
    rsaAlgorithm: 'PS256',
    issuerVaries: true,
    mayExpireWeekly: false,
  },
  google: {
    label: 'Google',
    metadata: () => GOOGLE,
    // openid and email: Google names who signed in.
    userScopes: ['https://mail.google.com/', 'openid', 'email'],
    programScopes: ['https://mail.google.com/'],
    // Without both, Google gives a refresh token at the very first sign-in only.
    authorization: { access_type: 'offline', prompt: 'consent' },
    redirectHost: '127.0.0.1',
    rsaAlgorithm: 'RS256',
    issuerVaries: false,
    mayExpireWeekly: true,
  },
  custom: {
    label: 'The provider',
    metadata: null,
    userScopes: ['openid', 'offline_access'],
    programScopes: [],
    // OpenID Connect Core §11: offline_access counts only where consent is asked for.
    authorization: { prompt: 'consent' },
    redirectHost: '127.0.0.1',
    rsaAlgorithm: 'RS256',
    issuerVaries: false,
    mayExpireWeekly: false,
  },
}

/** https://learn.microsoft.com/entra/identity-platform/v2-protocols */
function microsoft(base: string): ServerMetadata {
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
  }
}

/** https://accounts.google.com/.well-known/openid-configuration */
const GOOGLE: ServerMetadata = {
  issuer: 'https://accounts.google.com',
  authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  token_endpoint: 'https://oauth2.googleapis.com/token',
  token_endpoint_auth_methods_supported: ['client_secret_post'],
}
