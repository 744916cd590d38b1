import { expect, test } from 'vitest'
import { identityOf } from '../../../main/engine/oauth/identity.ts'
import { restoreSignIns } from '../../../main/engine/oauth/restore-sign-ins.ts'
import type { OAuthRoute } from '../../../main/engine/oauth/route-sign-in.ts'
import type { TokenSet } from '../../../main/engine/oauth/token-set.ts'
import { createTokenStore } from '../../../main/engine/oauth/token-store.ts'
import { smarthostRouteSchema } from '../../../shared/domain/route.ts'
import { MemorySetupStorage } from '../../support/memory-setup-storage.ts'
import { SilentLogger } from '../../support/silent-logger.ts'

const TOKENS: TokenSet = {
  accessToken: 'access',
  obtainedAt: 0,
  expiresAt: 1,
  refreshToken: 'refresh',
  refreshExpiresAt: null,
  signedInAt: 0,
  username: null,
}

test('gives each route its own', async () => {
  const { store, storage } = make()
  await store.write('office', { identity: identityOf(route('office').auth), tokens: TOKENS })
  expect([...(await restoreSignIns(store, [route('office'), route('other', 'x')])).keys()]).toEqual([
    'office',
  ])
  expect(JSON.stringify([...storage.values])).not.toContain('refresh')
})

test('finds what a route had under its name before', async () => {
  const { store } = make()
  await store.write('office', { identity: identityOf(route('office').auth), tokens: TOKENS })
  expect([...(await restoreSignIns(store, [route('renamed')])).keys()]).toEqual(['renamed'])
  expect(await store.read('office')).toBeNull()
  expect(await store.read('renamed')).toMatchObject({ tokens: TOKENS })
  expect(await store.routes()).toEqual(['renamed'])
})

test('forgets what belongs to nobody any more', async () => {
  const { store } = make()
  await store.write('office', { identity: identityOf(route('office').auth), tokens: TOKENS })
  expect((await restoreSignIns(store, [route('office', 'another client')])).size).toBe(0)
  expect(await store.read('office')).toBeNull()
  expect(await store.routes()).toEqual([])
})

test('leaves alone what it cannot open: the right key may come back', async () => {
  const { store, storage, secrets } = make()
  await store.write('office', { identity: identityOf(route('office').auth), tokens: TOKENS })
  const before = new Map(storage.values)
  secrets.lost = true
  expect((await restoreSignIns(store, [route('office')])).size).toBe(0)
  expect(storage.values).toEqual(before)
})

function make() {
  const storage = new MemorySetupStorage()
  const secrets = {
    lost: false,
    seal: async (plain: string) => btoa(plain),
    open: async (sealed: string) => (secrets.lost ? Promise.reject(new Error('another key')) : atob(sealed)),
  }
  return { storage, secrets, store: createTokenStore(storage, secrets, new SilentLogger()) }
}

function route(name: string, clientId = 'client'): OAuthRoute {
  const auth = { kind: 'oauth2', provider: 'microsoft', username: 'office@office.test', clientId }
  return smarthostRouteSchema.parse({
    kind: 'smarthost',
    name,
    host: 'smtp.office365.com',
    auth,
  }) as OAuthRoute
}
