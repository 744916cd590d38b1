import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAccountStore } from '../../../main/engine/config/account-store.ts'
import { findAppPassword, hashAppPassword } from '../../../main/engine/config/app-password.ts'
import { openKeyFileSecretStore } from '../../../main/engine-host/key-file-secret-store.ts'
import { systemRandom } from '../../../main/engine-host/system-random.ts'
import { newAccountSchema } from '../../../shared/contract/accounts.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { MemorySetupStorage } from '../../support/memory-setup-storage.ts'
import { SilentLogger } from '../../support/silent-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const hash = (password: string) => `scrypt$${createHash('sha256').update(password).digest('hex')}`

async function openAccounts(storage = new MemorySetupStorage()) {
  const accounts = await createAccountStore({
    storage,
    secrets: await openKeyFileSecretStore(await temporaryFolder(), undefined),
    clock: new FakeClock(),
    random: systemRandom,
    logger: new SilentLogger(),
    hashPassword: async (password) => hash(password),
    onChange: () => {},
  })
  return { accounts, storage }
}

const scanner = newAccountSchema.parse({ username: 'scanner', allowedSenders: ['*@office.test'] })

test('a new account gets a password that is shown once and kept as a hash only', async () => {
  const { accounts, storage } = await openAccounts()
  const password = await accounts.create(scanner, 'test')
  expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
  expect(accounts.find('scanner')?.passwordHash).toBe(hash(password))
  expect(JSON.stringify([...storage.accounts.values()])).not.toContain(password)
  expect(JSON.stringify(accounts.list())).not.toContain('scrypt$')
  expect(await accounts.recoverPassword('scanner')).toBeNull()
})

test('switching CRAM-MD5 on makes a new, recoverable password; switching it off forgets the copy', async () => {
  const { accounts } = await openAccounts()
  await accounts.create(scanner, 'test')
  const password = await accounts.update({ ...scanner, cramMd5: true }, 'test')
  expect(await accounts.recoverPassword('scanner')).toBe(password)
  expect(await accounts.update({ ...scanner, cramMd5: true, disabled: true }, 'test')).toBeNull()
  expect(await accounts.recoverPassword('scanner')).toBe(password)
  expect(await accounts.update(scanner, 'test')).toBeNull()
  expect(accounts.find('scanner')?.sealedPassword).toBeNull()
})

test('an unknown account is NOT_FOUND, a second of the same name CONFLICT', async () => {
  const { accounts } = await openAccounts()
  await accounts.create(scanner, 'test')
  await expect(accounts.create(scanner, 'test')).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(accounts.remove('nobody', 'test')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('an import replaces all accounts, keeps what is known of those that stay, and exports round', async () => {
  const { accounts, storage } = await openAccounts()
  await accounts.create(scanner, 'test')
  await accounts.create({ ...scanner, username: 'old' }, 'test')
  accounts.touch('scanner')
  await accounts.replaceAll([{ ...scanner, appPasswords: [], password: 'longenough' }], 'config file')
  expect([...storage.accounts.keys()]).toEqual(['scanner'])
  expect(accounts.list()).toMatchObject([{ username: 'scanner', lastUsedAt: new FakeClock().now() }])
  const exported = accounts.export()
  expect(exported).toEqual([{ ...scanner, appPasswords: [], passwordHash: hash('longenough') }])
  await accounts.replaceAll(exported, 'config file')
  expect(accounts.export()).toEqual(exported)
})

test('app passwords: several, each shown once, named apart, used and revoked by themselves', async () => {
  const { accounts, storage } = await openAccounts()
  await accounts.create(scanner, 'test')
  const first = await accounts.createAppPassword('scanner', 'copier, first floor', 'test')
  const second = await accounts.createAppPassword('scanner', 'copier, cellar', 'test')
  expect(first.password).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/)
  expect(second.password).not.toBe(first.password)
  await expect(accounts.createAppPassword('scanner', 'copier, cellar', 'test')).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  const kept = JSON.stringify([...storage.accounts.values(), storage.audit])
  expect(kept).not.toContain(first.password)
  expect(JSON.stringify(accounts.list())).not.toContain('sha256$')
  accounts.touch('scanner', first.id)
  const now = new FakeClock().now()
  expect(accounts.list()[0]?.appPasswords.map(({ lastUsedAt }) => lastUsedAt)).toEqual([now, null])
  await accounts.revokeAppPassword('scanner', first.id, 'test')
  expect(accounts.find('scanner')?.appPasswords).toMatchObject([{ name: 'copier, cellar' }])
  await expect(accounts.revokeAppPassword('scanner', first.id, 'test')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  expect(storage.audit.at(-1)).toMatchObject({
    action: 'app password revoked',
    detail: { username: 'scanner', name: 'copier, first floor' },
  })
})

test('app passwords and rights go out and come in with the configuration', async () => {
  const { accounts } = await openAccounts()
  const rights = { limits: { messagesPerHour: 5 }, allowedNetworks: ['192.0.2.0/24'], maxSize: '1MiB' }
  await accounts.create({ ...scanner, ...rights }, 'test')
  const { id, password } = await accounts.createAppPassword('scanner', 'copier', 'test')
  accounts.touch('scanner', id)
  const exported = accounts.export()
  expect(exported).toMatchObject([
    { ...rights, appPasswords: [{ name: 'copier', hash: hashAppPassword(password) }] },
  ])
  await accounts.replaceAll(exported, 'config file')
  expect(accounts.list()[0]?.appPasswords).toMatchObject([{ id, lastUsedAt: new FakeClock().now() }])
  const { accounts: other } = await openAccounts()
  await other.replaceAll(exported, 'config file')
  expect(other.export()).toEqual(exported)
  expect(
    findAppPassword(
      ` ${password.replaceAll('-', ' ').toUpperCase()}`,
      other.find('scanner')?.appPasswords ?? [],
    ),
  ).toMatchObject({ name: 'copier' })
  expect(
    findAppPassword('k7mq-x2ab-k7mq-x2ab-k7mq-x2ab', other.find('scanner')?.appPasswords ?? []),
  ).toBeNull()
})

test('a right that a change leaves out is given up', async () => {
  const { accounts } = await openAccounts()
  await accounts.create({ ...scanner, maxSize: '1MiB', expiresAt: '2030-01-01T00:00:00Z' }, 'test')
  await accounts.update(scanner, 'test')
  expect(accounts.list()[0]).not.toHaveProperty('maxSize')
  expect(accounts.list()[0]).not.toHaveProperty('expiresAt')
})
