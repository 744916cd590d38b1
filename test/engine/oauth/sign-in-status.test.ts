import { describe, expect, test } from 'vitest'
import { PROVIDERS } from '../../../main/engine/oauth/provider.ts'
import { SignInFailure } from '../../../main/engine/oauth/sign-in-failure.ts'
import { type SignInSituation, signInBlock, signInStatus } from '../../../main/engine/oauth/sign-in-status.ts'
import type { TokenSet } from '../../../main/engine/oauth/token-set.ts'
import { oauthSettingsSchema } from '../../../shared/domain/oauth.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const DAY = 86_400_000

test('needs a sign-in before the first, and mail waits', () => {
  const situation = make({ tokens: null })
  expect(signInStatus(situation)).toMatchObject({ state: 'needed', username: null })
  expect(signInBlock(situation)).toMatchObject({ until: null })
})

test('a program needs nobody', () => {
  const situation = make({ tokens: null }, { grant: 'service-account' })
  expect(signInStatus(situation).state).toBe('signed-in')
  expect(signInBlock(situation)).toBeNull()
})

describe('what ends', () => {
  test('warns on the first day that Google may end a sign-in after a week', () => {
    expect(signInStatus(make({})).text).toMatch(/"Testing".*7 days/)
    expect(signInStatus(make({ now: NOW + DAY })).text).toBeNull()
  })

  test('warns until the end where Google says that it ends', () => {
    const tokens = { refreshExpiresAt: NOW + 7 * DAY }
    expect(signInStatus(make({ tokens })).text).toMatch(/ends on 2026-11-29 at 12:00 UTC.*"Testing"/)
    expect(signInStatus(make({ tokens, now: NOW + 5 * DAY })).text).toMatch(/ends on 2026-11-29/)
  })

  test('warns where there is nothing to renew with', () => {
    expect(signInStatus(make({ tokens: { refreshToken: null } }, { provider: 'custom' })).text).toMatch(
      /offline access/,
    )
  })

  test('says nothing of Microsoft', () => {
    expect(signInStatus(make({}, { provider: 'microsoft' })).text).toBeNull()
  })
})

test('a provider that cannot be asked concerns nobody while the token lasts', () => {
  const trouble = new SignInFailure('unreachable', 'Words.')
  expect(signInStatus(make({ trouble, tokens: { username: 'x' } })).state).toBe('signed-in')
})

test.each([
  ['revoked', 'revoked', true],
  ['settings', 'revoked', true],
  ['needed', 'needed', true],
  ['unreachable', 'unreachable', false],
] as const)('trouble of the kind %s shows as %s', (kind, state, blocks) => {
  const situation = make({ trouble: new SignInFailure(kind, 'Words.'), tokens: { expiresAt: NOW } })
  expect(signInStatus(situation)).toMatchObject({ state, text: 'Words.' })
  expect(signInBlock(situation)).toEqual(blocks ? { until: null, text: 'Words.', reason: 'Words.' } : null)
})

function make(
  { tokens = {}, ...rest }: { tokens?: Partial<TokenSet> | null; now?: number; trouble?: SignInFailure },
  auth: { provider?: 'google' | 'microsoft' | 'custom'; grant?: string } = {},
): SignInSituation {
  const settings = oauthSettingsSchema.parse({
    kind: 'oauth2',
    provider: 'google',
    username: 'office@provider.test',
    clientId: 'client',
    ...auth,
  })
  return {
    settings,
    provider: PROVIDERS[settings.provider],
    trouble: null,
    now: NOW,
    tokens: tokens && {
      accessToken: 'a',
      obtainedAt: NOW,
      expiresAt: NOW + 3_600_000,
      refreshToken: 'r',
      refreshExpiresAt: null,
      signedInAt: NOW,
      username: null,
      ...tokens,
    },
    ...rest,
  }
}
