import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAccountStore } from '../../../main/engine/config/account-store.ts'
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
