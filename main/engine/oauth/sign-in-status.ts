/** What a person is told of a route's sign-in, and whether its mail has to wait for it. Pure. */
import type { SignInStatus } from '../../../shared/contract/system.ts'
import type { OAuthSettings } from '../../../shared/domain/oauth.ts'
import type { RouteBlock } from '../delivery/delivery.ts'
import { actsAs } from './identity.ts'
import type { OAuthProvider } from './provider.ts'
import { NEEDED_LIFE } from './refresh-times.ts'
import { NOBODY_SIGNED_IN, type SignInFailure } from './sign-in-failure.ts'
import type { TokenSet } from './token-set.ts'

export interface SignInSituation {
  readonly settings: OAuthSettings
  readonly provider: OAuthProvider
  readonly tokens: TokenSet | null
  readonly trouble: SignInFailure | null
  /** Milliseconds since 1970. */
  readonly now: number
}

const DAY = 86_400_000

export function signInStatus(situation: SignInSituation): SignInStatus {
  const { tokens, settings, trouble } = situation
  const state = stateOf(situation)
  const username = state === 'needed' ? null : (tokens?.username ?? settings.username)
  const text = state === 'signed-in' ? warning(situation) : (trouble?.message ?? NOBODY_SIGNED_IN)
  return { state, username, expiresAt: tokens?.expiresAt ?? null, text }
}

/** null where mail may go: a provider that cannot be asked defers it, message by message. Asked for each message. */
export function signInBlock(situation: SignInSituation): RouteBlock | null {
  const state = stateOf(situation)
  if (state !== 'needed' && state !== 'revoked') return null
  const text = situation.trouble?.message ?? NOBODY_SIGNED_IN
  return { until: null, text, reason: text }
}

/** A program that the provider refuses is as good as signed out, though settings mend it and not a person's sign-in. */
function stateOf({ trouble, tokens, settings, now }: SignInSituation): SignInStatus['state'] {
  if (trouble === null) return tokens === null && actsAs(settings.grant) === 'person' ? 'needed' : 'signed-in'
  if (trouble.kind === 'needed') return 'needed'
  if (trouble.kind === 'revoked' || trouble.kind === 'settings') return 'revoked'
  // While the last token lasts nobody needs to know: mail goes, and the provider is asked again.
  return tokens !== null && now < tokens.expiresAt - NEEDED_LIFE ? 'signed-in' : 'unreachable'
}

function warning({ tokens, provider, settings, now }: SignInSituation): string | null {
  if (tokens === null || actsAs(settings.grant) === 'program') return null
  const { refreshToken, refreshExpiresAt, signedInAt, expiresAt } = tokens
  if (refreshToken === null)
    return `The provider gave nothing to renew the sign-in with, so it ends ${timeOf(expiresAt)}. Ask for offline access in the scopes of the route, then sign in again.`
  if (refreshExpiresAt !== null && refreshExpiresAt - signedInAt <= 8 * DAY)
    return ending(provider, refreshExpiresAt)
  if (refreshExpiresAt !== null && refreshExpiresAt - now < 3 * DAY)
    return `The sign-in ends ${timeOf(refreshExpiresAt)}. Sign in again before; nothing is interrupted by it.`
  return provider.mayExpireWeekly && now - signedInAt < DAY ? MAY_END : null
}

function ending({ mayExpireWeekly }: OAuthProvider, at: number): string {
  const why = mayExpireWeekly
    ? 'the consent screen of the app is in "Testing". Publish it ("In production") in the Google Cloud console, then sign in again'
    : 'the provider wants it so. Sign in again before then, or let its administrator allow longer sign-ins'
  return `This sign-in ends ${timeOf(at)}: ${why}.`
}

const MAY_END =
  'If the consent screen of the app is in "Testing", Google ends this sign-in after 7 days. Make sure that it is "In production" or "Internal" in the Google Cloud console; if it was not, change it and sign in again. This remark goes after the first day.'

function timeOf(at: number): string {
  return `on ${new Date(at).toISOString().slice(0, 16).replace('T', ' at ')} UTC`
}
