import { createPrivateKey } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadUserCertificate } from '../../../../main/engine/inbound/certificate/user-certificate.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { TestAuthority } from '../../../support/test-certificate.ts'

const PFX = join(import.meta.dirname, 'pfx.office.test.pfx')
const DAY = 86_400_000
const NOW = Date.UTC(2026, 11, 1)

async function issued(notBefore = NOW - DAY, notAfter = NOW + 90 * DAY) {
  const authority = await TestAuthority.create()
  return authority.issue({
    names: ['mail.office.test'],
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
  })
}

async function problemOf(config: Parameters<typeof loadUserCertificate>[0]): Promise<string | null> {
  return (await loadUserCertificate(config, NOW)).problem
}

test('PEM', async () => {
  const { cert, key } = await issued()
  const loaded = await loadUserCertificate({ kind: 'pem', certificate: cert, key }, NOW)
  expect(loaded).toMatchObject({ kind: 'usable', problem: null })
  expect(loaded.kind === 'usable' && loaded.leaf.subject).toBe('CN=mail.office.test')
})

test('PEM with a passphrase', async () => {
  const { cert, key } = await issued()
  const sealed = createPrivateKey(key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'letmein' })
    .toString()
  const pem = { kind: 'pem', certificate: cert, key: sealed } as const
  expect(await problemOf({ ...pem, passphrase: 'letmein' })).toBeNull()
  expect(await problemOf({ ...pem, passphrase: 'wrong' })).toBe('The passphrase is not right.')
  expect(await problemOf(pem)).toBe('The private key is protected by a passphrase: give it.')
})

test('PFX', async () => {
  const loaded = await loadUserCertificate({ kind: 'pfx', path: PFX, passphrase: 'letmein' }, NOW)
  expect(loaded).toMatchObject({ kind: 'usable', problem: null })
  expect(loaded.kind === 'usable' && loaded.leaf.subjectAltName).toBe(
    'DNS:pfx.office.test, IP Address:192.0.2.1',
  )
  expect(await problemOf({ kind: 'pfx', path: PFX, passphrase: 'wrong' })).toBe(
    'The passphrase is not right.',
  )
  expect(await problemOf({ kind: 'pfx', path: PFX })).toMatch(/passphrase/)
})

test('a key of another certificate', async () => {
  const [one, other] = [await issued(), await issued()]
  expect(await problemOf({ kind: 'pem', certificate: one.cert, key: other.key })).toBe(
    'The private key does not belong to the certificate.',
  )
})

test('dates', async () => {
  const expired = await issued(NOW - 9 * DAY, NOW - DAY)
  const soon = await issued(NOW - DAY, NOW + 3 * DAY)
  const later = await issued(NOW + DAY, NOW + 90 * DAY)
  const problem = ({ cert, key }: typeof expired) => problemOf({ kind: 'pem', certificate: cert, key })
  expect(await problem(expired)).toBe(
    'The certificate expired on 2026-11-30; clients refuse it. Put a new one in its place.',
  )
  expect(await problem(soon)).toMatch(/^The certificate expires on 2026-12-04/)
  expect(await problem(later)).toMatch(/^The certificate is valid only from 2026-12-02 on/)
})

test('files that are missing, folders, or something else', async () => {
  const folder = await temporaryFolder()
  const nonsense = join(folder, 'nonsense.pem')
  await writeFile(nonsense, 'this is no certificate')
  const { key } = await issued()
  expect(await problemOf({ kind: 'pem', certificate: join(folder, 'none.pem'), key })).toContain(
    'does not exist',
  )
  expect(await problemOf({ kind: 'pem', certificate: folder, key })).toContain('is a folder')
  expect(await problemOf({ kind: 'pem', certificate: nonsense, key })).toContain('no certificate or key')
  expect(await problemOf({ kind: 'pfx', path: nonsense, passphrase: 'x' })).toContain('no certificate or key')
  expect(await problemOf({ kind: 'pem', certificate: nonsense, key: '' })).toContain(
    'sealed on another computer',
  )
})
