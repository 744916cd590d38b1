import { expect, test } from 'vitest'
import {
  addItem,
  removeItem,
  reorderRules,
  replaceItem,
} from '../../../main/engine/config/collection-edits.ts'
import { type ConfigStore, createConfigStore } from '../../../main/engine/config/config-store.ts'
import { openKeyFileSecretStore } from '../../../main/engine-host/key-file-secret-store.ts'
import { configSchema } from '../../../shared/domain/config.ts'
import { routeSchema } from '../../../shared/domain/route.ts'
import { ruleSchema } from '../../../shared/domain/rule.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { MemorySetupStorage } from '../../support/memory-setup-storage.ts'
import { SilentLogger } from '../../support/silent-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const provider = routeSchema.parse({
  name: 'provider',
  kind: 'smarthost',
  host: 'smtp.provider.test',
  auth: { kind: 'password', username: 'office', password: 'correct horse' },
})
const toProvider = ruleSchema.parse({ name: 'rest', action: { kind: 'route', route: 'provider' } })

async function openStore(
  storage = new MemorySetupStorage(),
): Promise<{ store: ConfigStore; storage: MemorySetupStorage; logger: SilentLogger }> {
  const logger = new SilentLogger()
  const secrets = await openKeyFileSecretStore(await temporaryFolder(), undefined)
  const clock = new FakeClock()
  const store = await createConfigStore({ storage, secrets, clock, logger, computerName: 'desk-7' })
  return { store, storage, logger }
}

const edit = { actor: 'test', action: 'edited', detail: {} }
const withProvider = (store: ConfigStore) =>
  store.change(edit, (config) => addItem(addItem(config, 'routes', provider), 'rules', toProvider))

test('first start stores a configuration that listens on loopback and is named after the computer', async () => {
  const { store, storage } = await openStore()
  expect(store.current().hostname).toBe('desk-7')
  expect(store.current().postmaster).toBe('postmaster@desk-7')
  expect(store.current().listeners.map(({ host, port }) => `${host}:${port}`)).toEqual(['127.0.0.1:2525'])
  expect(storage.audit.map((entry) => entry.action)).toEqual(['first start'])
})

test('a route password is sealed, absent from the snapshot, and opened when delivery asks', async () => {
  const { store, storage } = await openStore()
  await withProvider(store)
  expect(JSON.stringify(storage.document)).not.toContain('correct horse')
  expect(JSON.stringify(store.current())).not.toContain('correct horse')
  expect(await store.routePassword('provider')).toBe('correct horse')
  expect(await store.routePassword('other')).toBeNull()
})

test('leaving the password out keeps it, renaming takes it along, dropping AUTH forgets it', async () => {
  const { store, storage } = await openStore()
  await withProvider(store)
  const { auth: _auth, ...open } = provider as Extract<typeof provider, { kind: 'smarthost' }>
  const silent = { ...open, auth: { kind: 'password' as const, username: 'office' } }

  await store.change(edit, (config) => replaceItem(config, 'routes', 'provider', { ...silent, port: 465 }))
  expect(await store.routePassword('provider')).toBe('correct horse')

  const renamedRoute = { from: 'provider', to: 'isp' }
  await store.change({ ...edit, renamedRoute }, (config) =>
    replaceItem(config, 'routes', 'provider', { ...silent, name: 'isp' }),
  )
  expect(await store.routePassword('isp')).toBe('correct horse')
  expect(store.current().rules[0]?.action).toEqual({ kind: 'route', route: 'isp' })

  await store.change(edit, (config) => replaceItem(config, 'routes', 'isp', { ...open, name: 'isp' }))
  expect(await store.routePassword('isp')).toBeNull()
  expect(storage.document).toMatchObject({ secrets: {} })
})

test('a route in use by a relay rule is not removed, and the rule is named', async () => {
  const { store } = await openStore()
  await withProvider(store)
  await expect(
    store.change(edit, (config) => removeItem(config, 'routes', 'provider')),
  ).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('"rest"'),
  })
  expect(store.current().routes).toHaveLength(1)
})

test('a rule that names no route is refused with the field, and nothing is stored', async () => {
  const { store, storage } = await openStore()
  const before = storage.document
  await expect(store.change(edit, (config) => addItem(config, 'rules', toProvider))).rejects.toMatchObject({
    code: 'INVALID',
    issues: [{ path: ['rules', 0, 'action', 'route'] }],
  })
  expect(storage.document).toEqual(before)
})

test('listeners hear which sections changed, after it was stored, and edits at once do not lose each other', async () => {
  const { store, storage } = await openStore()
  const heard: string[][] = []
  store.onChange((_, changed) => {
    expect(storage.document).toMatchObject({ config: { routes: [{ name: 'provider' }] } })
    heard.push([...changed])
  })
  await Promise.all([
    store.change(edit, (config) => addItem(config, 'routes', provider)),
    store.change(edit, (config) => addItem(config, 'rules', toProvider)),
    store.change(edit, (config) => ({ ...config, hostname: 'relay.office.test' })),
  ])
  expect(heard).toEqual([['routes'], ['rules'], ['hostname', 'postmaster']])
  expect(store.current().rules).toHaveLength(1)
})

test('listeners hear which routes were mended: host, port, TLS, login or password, and not their limits', async () => {
  const { store } = await openStore()
  await withProvider(store)
  const heard: string[][] = []
  store.onChange((_, changed, mended) => {
    if (mended.length > 0) expect(changed).toContain('routes')
    heard.push([...mended])
  })
  const bare = (part: object) => {
    const auth = { kind: 'password' as const, username: 'office' }
    const route = routeSchema.parse({ ...provider, auth, ...part })
    return store.change(edit, (config) => replaceItem(config, 'routes', 'provider', route))
  }
  await bare({ maxConnections: 3, retry: { expireAfter: '1d' } })
  await bare({ host: 'smtp2.provider.test' })
  await bare({ host: 'smtp2.provider.test', port: 465 })
  await bare({ host: 'smtp2.provider.test', port: 465, tls: 'required-unverified' })
  await bare({
    host: 'smtp2.provider.test',
    port: 465,
    tls: 'required-unverified',
    auth: { kind: 'password', username: 'office', password: 'new' },
  })
  await store.change(edit, (config) => ({ ...config, hostname: 'other.office.test' }))
  const mended = ['provider']
  expect(heard).toEqual([[], mended, mended, mended, mended, []])
})

test('rules are put in order only when the names are exactly those that there are', () => {
  const rules = ['a', 'b'].map((name) => ruleSchema.parse({ name, action: { kind: 'discard' } }))
  const config = configSchema.parse({ rules })
  expect(reorderRules(config, ['b', 'a']).rules.map((rule) => rule.name)).toEqual(['b', 'a'])
  for (const names of [['a'], ['a', 'a'], ['a', 'c'], ['a', 'b', 'c']])
    expect(() => reorderRules(config, names)).toThrow(/changed meanwhile/)
})

test('a stored configuration of a newer version is refused', async () => {
  const storage = new MemorySetupStorage()
  storage.document = { version: 2, config: {}, secrets: {} }
  await expect(openStore(storage)).rejects.toThrow(/cannot be read by this version/)
})

test('a secret that another store sealed counts as missing and is logged by name', async () => {
  const first = await openStore()
  await withProvider(first.store)
  const second = await openStore(first.storage)
  expect(await second.store.routePassword('provider')).toBeNull()
  expect(second.logger.lines).toMatchObject([{ level: 'warn', fields: { secret: 'route:provider' } }])
})
