import { X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inboundSite } from '../../../support/inbound-site.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { TestAuthority } from '../../../support/test-certificate.ts'
import { waitFor } from '../../../support/wait-for.ts'

const DAY = 86_400_000

test('is made at the first start and kept from then on', async () => {
  const first = await inboundSite({ values: new Map() })
  const made = await first.inbound.certificate()
  const [authority, server] = ['certificate:authority', 'certificate:server'].map((key) =>
    first.values.get(key),
  )
  expect(`${authority}${server}`).not.toContain('PRIVATE KEY')
  const again = await inboundSite({ values: new Map(first.values) })
  expect(await again.inbound.certificate()).toEqual(made)
})

test('is signed by a CA of its own, for the names and addresses of this computer', async () => {
  const site = await inboundSite({
    ownNames: () => ['Büro-PC', 'localhost', '192.168.1.5', 'fd00::5'],
    values: new Map(),
  })
  const { caPem, names, subject, issuer } = await site.inbound.certificate()
  expect(names).toEqual(['relay.office.test', 'xn--bro-pc-3ya', 'localhost', '192.168.1.5', 'fd00::5'])
  expect(subject).toBe('CN=relay.office.test')
  expect(issuer).toBe('CN=Mailroom CA of relay.office.test, O=Mailroom')
  const authority = new X509Certificate(caPem ?? '')
  const { certificate } = JSON.parse(site.values.get('certificate:server') ?? '{}')
  const leaf = new X509Certificate(certificate)
  expect(leaf.checkIssued(authority) && leaf.verify(authority.publicKey)).toBe(true)
  expect(authority.ca).toBe(true)
  expect(leaf.ca).toBe(false)
})

test('is renewed by itself before it runs out, under the same CA', async () => {
  const { inbound, clock, values } = await inboundSite()
  const first = await inbound.certificate()
  expect(first.notAfter).toBeGreaterThan(clock.now() + 390 * DAY)
  const later = await inboundSite({ values, now: first.notAfter - 31 * DAY })
  expect((await later.inbound.certificate()).fingerprint).toBe(first.fingerprint)
  later.clock.advance(2 * DAY)
  const renewed = await waitFor('another certificate', async () => {
    const now = await later.inbound.certificate()
    return now.fingerprint === first.fingerprint ? null : now
  })
  expect(renewed.notAfter).toBeGreaterThan(first.notAfter)
  expect(renewed.caPem).toBe(first.caPem)
})

test('is made anew when a name comes, not when one goes', async () => {
  let names = ['localhost', '127.0.0.1']
  const site = await inboundSite({ ownNames: () => names })
  const first = await site.inbound.certificate()
  names = ['localhost']
  site.clock.advance(60 * 60_000)
  expect((await site.inbound.certificate()).fingerprint).toBe(first.fingerprint)
  names = ['localhost', '192.168.1.77']
  site.clock.advance(60 * 60_000)
  expect((await site.inbound.certificate()).names).toContain('192.168.1.77')
})

test('is made anew, CA and all, when its keys were sealed elsewhere', async () => {
  const first = await inboundSite()
  const values = new Map(
    [...first.values].map(([key, value]) => [key, value.replaceAll('sealed:', 'foreign:')]),
  )
  const moved = await inboundSite({ values })
  const [before, after] = [await first.inbound.certificate(), await moved.inbound.certificate()]
  expect(after.problem).toBeNull()
  expect(after.caPem).not.toBe(before.caPem)
  expect(moved.log.join('\n')).toContain('cannot be used; a new one is made')
})

test("the user's own is read from files, and again when they are replaced", async () => {
  const folder = await temporaryFolder()
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const authority = await TestAuthority.create()
  const now = Date.UTC(2026, 0, 5)
  const validity = { notBefore: new Date(now - DAY), notAfter: new Date(now + 90 * DAY) }
  const write = async (name: string) => {
    const issued = await authority.issue({ names: [name], ...validity })
    await Promise.all([writeFile(certificate, issued.cert), writeFile(key, issued.key)])
  }
  await write('one.office.test')
  const site = await inboundSite({ config: { certificate: { kind: 'pem', certificate, key } } })
  const first = await site.inbound.certificate()
  expect(first).toMatchObject({ names: ['one.office.test'], caPem: null, problem: null })
  expect(first.config).toEqual({ kind: 'pem', certificate, key })
  await write('two.office.test')
  site.clock.advance(60 * 60_000)
  await waitFor('the new one', async () => (await site.inbound.certificate()).names[0] === 'two.office.test')
})

test('shows neither the private key nor the passphrase', async () => {
  const authority = await TestAuthority.create()
  const { cert, key } = await authority.issue({ names: ['mail.office.test'] })
  const site = await inboundSite({
    config: { certificate: { kind: 'pem', certificate: cert, key, passphrase: 'unused' } },
  })
  const { config } = await site.inbound.certificate()
  expect(config).toEqual({ kind: 'pem', certificate: cert })
})

test('an unusable one is said in words, and TLS goes on with the generated one', async () => {
  const site = await inboundSite({
    config: { certificate: { kind: 'pem', certificate: '/nowhere/cert.pem', key: '/nowhere/key.pem' } },
  })
  const { problem, caPem, names } = await site.inbound.certificate()
  expect(problem).toMatch(
    /^The file \/nowhere\/\w+\.pem does not exist: check the path\. Until then Mailroom shows its own/,
  )
  expect(caPem).toContain('BEGIN CERTIFICATE')
  expect(names).toContain('localhost')
})
