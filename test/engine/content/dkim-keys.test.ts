import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkConfiguration } from '../../../main/engine/config/check-configuration.ts'
import { createConfigStore } from '../../../main/engine/config/config-store.ts'
import { createDkimKeys } from '../../../main/engine/content/dkim-keys.ts'
import { createSigningKeys } from '../../../main/engine/content/signing-keys.ts'
import { openKeyFileSecretStore } from '../../../main/engine-host/key-file-secret-store.ts'
import { configSchema } from '../../../shared/domain/config.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeDns, type FakeRecords } from '../../support/fake-dns.ts'
import { MemorySetupStorage } from '../../support/memory-setup-storage.ts'
import { SilentLogger } from '../../support/silent-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const MAIL2026 = { domain: 'office.test', selector: 'mail2026' }
const NEXT = { domain: 'office.test', selector: 'next' }
const NAME = 'mail2026._domainkey.office.test'

async function setUp(table: Record<string, FakeRecords> = {}) {
  const storage = new MemorySetupStorage()
  const clock = new FakeClock()
  const secrets = await openKeyFileSecretStore(await temporaryFolder(), undefined)
  const config = await createConfigStore({
    storage,
    secrets,
    clock,
    logger: new SilentLogger(),
    computerName: 'desk-7',
  })
  const keys = createDkimKeys({ config, dns: () => new FakeDns(table), clock })
  return { config, keys, storage, clock, table, signingKeys: createSigningKeys(config) }
}

describe('a key', () => {
  it('is made with its record, kept sealed, and signs only when it is activated', async () => {
    const { keys, storage, clock, signingKeys } = await setUp()
    const key = await keys.generate(MAIL2026, 'rsa-2048', 'test')
    expect(key).toMatchObject({ ...MAIL2026, active: false, usable: true, createdAt: clock.now() })
    expect(key.record).toEqual({ name: NAME, value: `v=DKIM1; k=rsa; p=${key.publicKey}` })
    const published = createPublicKey({
      key: Buffer.from(key.publicKey, 'base64'),
      type: 'spki',
      format: 'der',
    })
    expect(published.asymmetricKeyDetails?.modulusLength).toBe(2048)
    expect(JSON.stringify(storage.document)).not.toContain('PRIVATE KEY')
    expect(JSON.stringify(storage.audit)).not.toContain('PRIVATE KEY')
    expect(JSON.stringify(key)).not.toContain('PRIVATE KEY')

    expect(await signingKeys('office.test')).toEqual([])
    await keys.setActive(MAIL2026, true, 'test')
    const [signing] = await signingKeys('OFFICE.test')
    expect(signing).toMatchObject({ ...MAIL2026, algorithm: 'rsa-2048' })
    expect(await signingKeys('sub.office.test')).toEqual([])
    expect(await signingKeys('test')).toEqual([])
  })

  it('of Ed25519 publishes its 32 octets', async () => {
    const { keys } = await setUp()
    const { publicKey, record } = await keys.generate(MAIL2026, 'ed25519', 'test')
    expect(Buffer.from(publicKey, 'base64')).toHaveLength(32)
    expect(record.value).toBe(`v=DKIM1; k=ed25519; p=${publicKey}`)
  })

  it('is followed by another: both sign, then the new one alone, then the old one goes', async () => {
    const { keys, signingKeys } = await setUp()
    await keys.generate(MAIL2026, 'rsa-2048', 'test')
    await keys.setActive(MAIL2026, true, 'test')
    await keys.generate(NEXT, 'ed25519', 'test')
    const selectors = async () => (await signingKeys('office.test')).map(({ selector }) => selector)
    await keys.setActive(NEXT, true, 'test')
    expect(await selectors()).toEqual(['mail2026', 'next'])
    await expect(keys.remove(MAIL2026, 'test')).rejects.toMatchObject({ code: 'CONFLICT' })
    await keys.setActive(MAIL2026, false, 'test')
    expect(await selectors()).toEqual(['next'])
    await keys.remove(MAIL2026, 'test')
    expect((await keys.list()).map(({ selector }) => selector)).toEqual(['next'])
  })

  it('has a selector of its own, and must be there', async () => {
    const { keys } = await setUp()
    await keys.generate(MAIL2026, 'ed25519', 'test')
    const again = { domain: 'Office.test', selector: 'MAIL2026' }
    await expect(keys.generate(again, 'ed25519', 'test')).rejects.toMatchObject({ code: 'CONFLICT' })
    for (const refused of [keys.check(NEXT), keys.setActive(NEXT, true, 'test'), keys.remove(NEXT, 'test')])
      await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('that was imported without its private part is shown, and does not sign', async () => {
    const source = await setUp()
    await source.keys.generate(MAIL2026, 'ed25519', 'test')
    await source.keys.setActive(MAIL2026, true, 'test')
    const { keys, config, signingKeys } = await setUp()
    await config.change({ actor: 'test', action: 'import', detail: {} }, () => source.config.bare())
    expect(await keys.list()).toMatchObject([{ ...MAIL2026, active: true, usable: false }])
    expect(await signingKeys('office.test')).toEqual([])
    await keys.setActive(MAIL2026, false, 'test')
    await expect(keys.setActive(MAIL2026, true, 'test')).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('a configuration file', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const pem = (type: 'pkcs1' | 'pkcs8') => rsa.export({ type, format: 'pem' }) as string
  const dkim = (...keys: readonly Record<string, unknown>[]) =>
    configSchema.parse({ dkim: keys.map((key) => ({ ...MAIL2026, algorithm: 'rsa-2048', ...key })) })
  const issues = (...keys: readonly Record<string, unknown>[]) =>
    checkConfiguration(dkim(...keys)).map(({ path, message }) => `${path.join('.')}: ${message}`)

  it('brings keys of other programs along; their public part is derived', async () => {
    const { config, keys, signingKeys } = await setUp()
    const given = dkim({ privateKey: pem('pkcs1'), active: true })
    expect(checkConfiguration(given)).toEqual([])
    await config.change({ actor: 'test', action: 'import', detail: {} }, () => given)
    const publicKey = createPublicKey(createPrivateKey(pem('pkcs8')))
      .export({ type: 'spki', format: 'der' })
      .toString('base64')
    expect(await keys.list()).toMatchObject([{ publicKey, usable: true }])
    expect(await signingKeys('office.test')).toHaveLength(1)
  })

  it('is told what is wrong with its keys', () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    })
    expect(issues({ privateKey: pem('pkcs8') }, { privateKey: pem('pkcs8'), domain: 'OFFICE.test' })).toEqual(
      [expect.stringContaining('dkim.1.selector: There is another key at mail2026._domainkey.office.test')],
    )
    expect(issues({ privateKey: pem('pkcs8'), algorithm: 'ed25519' })).toEqual([
      'dkim.0.privateKey: This is a key of rsa-2048, not of ed25519.',
    ])
    for (const broken of [{ privateKey: small }, { privateKey: 'x' }, {}])
      expect(issues(broken)).toEqual([expect.stringMatching(/^dkim\.0\.privateKey: This is no key/)])
    expect(issues({ publicKey: 'AAAA' })).toEqual([
      expect.stringMatching(/^dkim\.0\.publicKey: This is no key/),
    ])
  })
})

describe('DNS', () => {
  async function checked(txt: (value: string) => FakeRecords | undefined) {
    const table: Record<string, FakeRecords> = {}
    const { keys } = await setUp(table)
    const { record } = await keys.generate(MAIL2026, 'ed25519', 'test')
    const records = txt(record.value)
    if (records) table[NAME] = records
    return keys.check(MAIL2026)
  }
  const p = (value: string) => value.replace('v=DKIM1; k=ed25519; ', '')

  it.each<[string, string, (value: string) => FakeRecords | undefined]>([
    ['the record', 'published', (value) => ({ txt: [value] })],
    [
      'it with other spaces and tags',
      'published',
      (value) => ({ txt: [`k = ed25519;s=email;${p(value)} ;`] }),
    ],
    ['it as a test', 'published', (value) => ({ txt: [`${value}; t=y`] })],
    ['nothing of that name', 'missing', () => undefined],
    ['no TXT there', 'missing', () => ({ a: ['127.0.0.1'] })],
    ['another key', 'differs', () => ({ txt: ['v=DKIM1; k=ed25519; p=AAAA'] })],
    ['another kind of key', 'differs', (value) => ({ txt: [p(value)] })],
    ['a revoked key', 'differs', () => ({ txt: ['v=DKIM1; p='] })],
    ['something else', 'differs', () => ({ txt: ['v=spf1 -all'] })],
    ['two records', 'differs', (value) => ({ txt: [value, value] })],
    ['a key that is not for mail', 'differs', (value) => ({ txt: [`${value}; s=other`] })],
    ['a key for SHA-1', 'differs', (value) => ({ txt: [`${value}; h=sha1`] })],
    ['an answer that does not come', 'unknown', () => ({ txt: 'ETIMEOUT' })],
  ])('with %s: %s', async (_, state, txt) => {
    const check = await checked(txt)
    expect(check.state).toBe(state)
    expect(check.text).toMatch(/^[A-Z].*\.$/)
  })
})
