/** Who signs in where: what a stored sign-in belongs to. Pure. */
import type { OAuthGrant, OAuthSettings } from '../../../shared/domain/oauth.ts'

/** A person signs in once, and a refresh token keeps it up; a program signs in by itself whenever it needs a token. */
export function actsAs(grant: OAuthGrant): 'person' | 'program' {
  return grant === 'client-credentials' || grant === 'service-account' ? 'program' : 'person'
}

/** Equal for settings that can use the same tokens; anything else asks for a new sign-in. Holds no secret. */
export function identityOf(settings: OAuthSettings): string {
  const { provider, clientId, issuer, tenant, username, scopes, grant } = settings
  return JSON.stringify([
    provider,
    clientId,
    issuer ?? null,
    tenant ?? null,
    username,
    scopes ?? null,
    actsAs(grant),
  ])
}
