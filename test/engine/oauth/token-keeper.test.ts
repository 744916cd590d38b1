import { expect, test } from 'vitest'
import { SignInFailure } from '../../../main/engine/oauth/sign-in-failure.ts'
import { TokenKeeper } from '../../../main/engine/oauth/token-keeper.ts'
import type { TokenSet } from '../../../main/engine/oauth/token-set.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { SilentLogger } from '../../support/silent-logger.ts'

const HOUR = 3_600_000

test('twenty that ask get the token of one request', async () => {
  const site = make({ tokens: null, unattended: true })
  const asked = Array.from({ length: 20 }, () => site.keeper.token())
  await site.answer('a1')
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['a1']))
  expect(site.requests).toHaveLength(1)
})

test('twenty whose token was refused get one new one', async () => {
  const site = make({ tokens: 'a1' })
  site.clock.advance(120_000)
  const asked = Array.from({ length: 20 }, () => site.keeper.renew('a1'))
  await site.answer('a2')
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['a2']))
  expect(await site.keeper.renew('a1')).toBe('a2')
  expect(site.requests).toHaveLength(1)
})

test('a token that was refused as soon as it was there is not renewed', async () => {
  const site = make({ tokens: 'a1' })
  expect(await site.keeper.renew('a1')).toBeNull()
  expect(site.requests).toEqual([])
})

test('a token that was refused after the clock was set back is renewed', async () => {
  const site = make({ tokens: 'a1' })
  site.clock.advance(-5 * HOUR)
  const asked = site.keeper.renew('a1')
  await site.answer('a2')
  expect(await asked).toBe('a2')
})

test('a provider that was down is not left alone for longer because the clock was set back', async () => {
  const site = make({ tokens: 'a1' })
  site.clock.advance(HOUR)
  const refused = expect(site.keeper.token()).rejects.toThrow('Down.')
  await site.fail(new SignInFailure('unreachable', 'Down.'))
  await refused
  // Not so far that the token would be good again.
  site.clock.advance(-5_000)
  const again = site.keeper.token()
  await site.answer('a2')
  expect(await again).toBe('a2')
})

test('a rotated refresh token is on disk before its access token is used', async () => {
  const site = make({ tokens: 'a1', storing: 'by hand' })
  site.clock.advance(HOUR)
  let handedOut = ''
  const asked = site.keeper.token().then((token) => (handedOut = token))
  await site.answer('a2')
  expect(site.keeper.tokens?.refreshToken).toBe('r of a1')
  expect(handedOut).toBe('')
  site.store()
  await asked
  expect(site.keeper.tokens?.refreshToken).toBe('r of a2')
})

test('a store that fails does not cost the token', async () => {
  const site = make({ tokens: 'a1', storing: 'fails' })
  site.clock.advance(HOUR)
  const asked = site.keeper.token()
  await site.answer('a2')
  expect(await asked).toBe('a2')
})

test('renews ahead of time, and hands out the old one meanwhile', async () => {
  const site = make({ tokens: 'a1' })
  site.keeper.start()
  site.clock.advance(HOUR - 300_000)
  expect(site.requests).toEqual(['r of a1'])
  expect(await site.keeper.token()).toBe('a1')
  await site.answer('a2')
  expect(await site.keeper.token()).toBe('a2')
})

test('a provider that cannot be asked keeps its refresh token, and is asked with pauses', async () => {
  const site = make({ tokens: 'a1' })
  site.clock.advance(HOUR)
  const refused = expect(site.keeper.token()).rejects.toThrow('Down.')
  await site.fail(new SignInFailure('unreachable', 'Down.'))
  await refused
  await expect(site.keeper.token()).rejects.toThrow('Down.')
  expect(site.requests).toHaveLength(1)
  site.clock.advance(6_000)
  const again = site.keeper.token()
  expect(site.requests).toEqual(['r of a1', 'r of a1'])
  await site.answer('a2')
  expect(await again).toBe('a2')
  expect(site.recovered).toBe(1)
})

test('a revoked sign-in is not asked for again, but its refresh token is not thrown away', async () => {
  const site = make({ tokens: 'a1' })
  site.keeper.start()
  site.clock.advance(HOUR)
  await site.fail(new SignInFailure('revoked', 'Sign in again.'))
  site.clock.advance(100 * HOUR)
  await expect(site.keeper.token()).rejects.toThrow('Sign in again.')
  expect(site.requests).toHaveLength(1)
  expect(site.keeper.tokens?.refreshToken).toBe('r of a1')
})

test('a program that was refused tries again by itself', async () => {
  const site = make({ tokens: null, unattended: true })
  site.keeper.start()
  site.clock.advance(0)
  await site.fail(new SignInFailure('settings', 'Correct the secret.'))
  site.clock.advance(6_000)
  expect(site.requests).toHaveLength(2)
  await site.answer('a1')
  expect(site.recovered).toBe(1)
})

test('who signs in while a refresh is under way is not overruled by it', async () => {
  const site = make({ tokens: 'a1' })
  site.clock.advance(HOUR)
  const asked = site.keeper.token()
  await site.keeper.replace(tokenSet('new', site.clock.now()))
  await site.answer('a2')
  await asked
  expect(await site.keeper.token()).toBe('new')
  expect(site.kept.at(-1)).toBe('new')
})

test('what comes after signing out is dropped', async () => {
  const site = make({ tokens: 'a1' })
  site.clock.advance(HOUR)
  const asked = site.keeper.token()
  site.keeper.forget()
  await site.answer('a2')
  await asked
  expect(site.keeper.tokens).toBeNull()
  expect(site.kept).toEqual([])
})

test('a sign-in without a refresh token ends with its access token', async () => {
  const site = make({ tokens: 'a1', refresh: false })
  site.keeper.start()
  site.clock.advance(HOUR)
  await site.fail(new SignInFailure('needed', 'Sign in.'))
  expect(site.keeper.trouble).toMatchObject({ failure: { kind: 'needed' }, retryAt: null })
})

interface Wishes {
  readonly tokens: string | null
  readonly refresh?: boolean
  readonly unattended?: boolean
  readonly storing?: 'at once' | 'by hand' | 'fails'
}

function make({ tokens, refresh = true, unattended = false, storing = 'at once' }: Wishes) {
  const clock = new FakeClock()
  const waiting: { resolve: (tokens: TokenSet) => void; reject: (error: Error) => void }[] = []
  const site = {
    clock,
    /** The refresh tokens that the provider was asked with. */
    requests: [] as (string | null)[],
    kept: [] as string[],
    recovered: 0,
    store: () => {},
    async answer(accessToken: string) {
      waiting.shift()?.resolve(tokenSet(accessToken, clock.now()))
      await settled()
    },
    async fail(error: Error) {
      waiting.shift()?.reject(error)
      await settled()
    },
  }
  const random = { next: () => 0, bytes: (count: number) => new Uint8Array(count) }
  const keeper = new TokenKeeper(
    {
      routeName: () => 'provider',
      ports: { clock, random, logger: new SilentLogger() },
      unattended,
      obtain(before) {
        site.requests.push(before?.refreshToken ?? null)
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
      },
      async keep({ accessToken }) {
        if (storing === 'fails') throw new Error('disk full')
        if (storing === 'by hand') await new Promise<void>((resolve) => (site.store = resolve))
        site.kept.push(accessToken)
      },
      onChange() {},
      onRecovered() {
        site.recovered += 1
      },
    },
    tokens === null ? null : tokenSet(tokens, clock.now(), refresh),
  )
  return Object.assign(site, { keeper })
}

/** Promises that follow one another come to rest. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function tokenSet(accessToken: string, now: number, refresh = true): TokenSet {
  return {
    accessToken,
    obtainedAt: now,
    expiresAt: now + HOUR,
    refreshToken: refresh ? `r of ${accessToken}` : null,
    refreshExpiresAt: null,
    signedInAt: now,
    username: null,
  }
}
