/** What a sign-in leaves behind, and what is known of its times. Pure. Times in milliseconds since 1970. */
import { decodeJwt } from 'jose'
import type { TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client'
import { z } from 'zod'

export const tokenSetSchema = z.object({
  accessToken: z.string(),
  obtainedAt: z.number(),
  /** Of the access token. */
  expiresAt: z.number(),
  /** null where the provider gives none; then the sign-in ends with the access token, or the program signs in anew. */
  refreshToken: z.string().nullable(),
  /** null where the provider does not say. */
  refreshExpiresAt: z.number().nullable(),
  /** When somebody signed in; refreshing leaves it. */
  signedInAt: z.number(),
  /** Who signed in, as the provider says it; null where it does not. */
  username: z.string().nullable(),
})
export type TokenSet = z.infer<typeof tokenSetSchema>

/** RFC 6749 §5.1 leaves expires_in to the provider; an hour is what most mean. Seconds. */
const USUAL_LIFE = 3_600

/** The tokens of an answer; what a refresh leaves out stays as it was (RFC 6749 §6). */
export function tokensFrom(
  response: TokenEndpointResponse & Partial<TokenEndpointResponseHelpers>,
  now: number,
  before: TokenSet | null,
): TokenSet {
  const { access_token, expires_in = USUAL_LIFE, refresh_token } = response
  const refreshLife = secondsIn(response.refresh_token_expires_in)
  return {
    accessToken: access_token,
    obtainedAt: now,
    expiresAt: now + expires_in * 1_000,
    refreshToken: refresh_token ?? before?.refreshToken ?? null,
    refreshExpiresAt: refreshLife === null ? (before?.refreshExpiresAt ?? null) : now + refreshLife * 1_000,
    signedInAt: before?.signedInAt ?? now,
    username: nameIn(response.claims?.() ?? null) ?? nameInJwt(access_token) ?? before?.username ?? null,
  }
}

function secondsIn(value: unknown): number | null {
  const seconds = typeof value === 'string' ? Number(value) : value
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds : null
}

/** For show only: Microsoft's access tokens for mail say whose they are, and nothing is decided by it. */
function nameInJwt(token: string): string | null {
  try {
    return nameIn(decodeJwt(token))
  } catch {
    return null
  }
}

function nameIn(claims: Readonly<Record<string, unknown>> | null): string | null {
  for (const name of ['preferred_username', 'email', 'upn', 'unique_name']) {
    const value = claims?.[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}
