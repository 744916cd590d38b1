import { z } from 'zod'

/**
 * authorization-code   the system browser and a loopback redirect, with PKCE (RFC 7636, RFC 8252)
 * device-code          for headless: a code to enter elsewhere (RFC 8628)
 * client-credentials   the program itself signs in, with a secret or a certificate (RFC 7523); Microsoft 365
 * service-account      Google's: a signed assertion is exchanged for a token (RFC 7523)
 */
export const oauthGrantSchema = z.enum([
  'authorization-code',
  'device-code',
  'client-credentials',
  'service-account',
])
export type OAuthGrant = z.infer<typeof oauthGrantSchema>

/** How a route or a listener signs in with tokens; secrets are left out in exports and kept when left out in updates. */
export const oauthSettingsSchema = z.strictObject({
  kind: z.literal('oauth2'),
  /** microsoft and google know their endpoints and scopes; custom is described by its issuer. */
  provider: z.enum(['microsoft', 'google', 'custom']),
  grant: oauthGrantSchema.default('authorization-code'),
  /** The mailbox to sign in as; it need not be the sender. */
  username: z.string().min(1, 'Give the mailbox to sign in as.'),
  clientId: z.string().min(1, 'Give the client id of the app registration.'),
  clientSecret: z.string().min(1).optional(),
  /** Microsoft: directory (tenant) id or domain; "organizations" where several. */
  tenant: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,253}$/, 'A tenant is an id or a domain.')
    .optional(),
  /** custom: where /.well-known/openid-configuration is found. */
  issuer: z.url().optional(),
  /** Default: what the provider asks for SMTP. */
  scopes: z.array(z.string().min(1)).optional(),
  /** client-credentials: certificate and private key as PEM, in place of a secret. */
  certificate: z.string().optional(),
  privateKey: z.string().optional(),
  /** service-account: the JSON key file of Google. */
  serviceAccountKey: z.string().optional(),
  /** Default: XOAUTH2 where offered, else OAUTHBEARER (RFC 7628). */
  mechanism: z.enum(['XOAUTH2', 'OAUTHBEARER']).optional(),
})
export type OAuthSettings = z.infer<typeof oauthSettingsSchema>

/** Secrets of OAuthSettings, each sealed by itself. */
export const OAUTH_SECRETS = ['clientSecret', 'privateKey', 'serviceAccountKey'] as const

/** Accounts may sign in to listeners with tokens of this issuer (XOAUTH2, OAUTHBEARER); absent: not offered. */
export const tokenIssuerSchema = z.strictObject({
  issuer: z.url('Give the issuer, as it stands in its tokens.'),
  /** What "aud" of a token must be. */
  audience: z.string().min(1, 'Give the audience that tokens must be made for.'),
  /** Claim that holds the user name of the account. */
  usernameClaim: z.string().min(1).default('email'),
})
export type TokenIssuer = z.infer<typeof tokenIssuerSchema>
