import { chmod, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testRoute } from '../../../main/engine/delivery/test-route.ts'
import { noTokens } from '../../../main/engine/oauth/token-keeper.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { SessionLine } from '../../../shared/domain/session.ts'
import { FakeDns } from '../../support/fake-dns.ts'
import { freePort } from '../../support/free-port.ts'
import { DROP, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { route, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { TestAuthority } from '../../support/test-certificate.ts'

test('goes as far as delivery would, shows every line, and sends nothing', async () => {
  const peer = await ScriptedSmtpPeer.start({ extensions: ['AUTH PLAIN'] })
  const { verdict, lines } = await run(smarthost(peer, { auth: { kind: 'password', username: 'office' } }))
  expect(verdict).toEqual({
    ok: true,
    text: 'Connected to [127.0.0.1] without TLS, signed in as office. The route works.',
  })
  expect(lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'server 220 peer.test ESMTP',
    'client EHLO relay.office.test',
    'server 250-peer.test',
    'server 250 AUTH PLAIN',
    'client AUTH PLAIN •••',
    'server 235 2.7.0 Signed in',
    'client QUIT',
    'server 221 2.0.0 Bye',
  ])
  expect(peer.messages).toEqual([])
})

test.each([
  ['AUTH', '535 5.7.8 Authentication failed', /answered 535 5\.7\.8 .*check user name and password/],
  ['GREETING', '554 5.7.1 Blocked', /answered 554 5\.7\.1 Blocked\. It does not want connections/],
  ['EHLO', DROP, /closed the connection after EHLO/],
] as const)('explains a failure at %s', async (verb, answer, words) => {
  const peer = await ScriptedSmtpPeer.start({
    extensions: ['AUTH PLAIN'],
    answer: (step) => (step.verb === verb ? answer : undefined),
  })
  const { verdict, lines } = await run(smarthost(peer, { auth: { kind: 'password', username: 'office' } }))
  expect(verdict.ok).toBe(false)
  expect(verdict.text).toMatch(words)
  if (verb !== 'GREETING') expect(lines.at(-1)?.kind).toBe(verb === 'AUTH' ? 'server' : 'client')
})

test('explains that nothing listens, and that a name has no address', async () => {
  const port = await freePort()
  const refused = await run(route({ name: 'p', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }))
  expect(refused.verdict).toMatchObject({
    ok: false,
    text: expect.stringContaining('refused the connection'),
  })
  const unknown = await run(route({ name: 'p', kind: 'smarthost', host: 'nowhere.invalid', tls: 'never' }))
  expect(unknown.verdict).toMatchObject({ ok: false, text: expect.stringContaining('nowhere.invalid') })
})

test('explains a certificate for another name', async () => {
  const authority = await TestAuthority.create()
  const tls = await authority.issue({ names: ['mail.other.test'] })
  const peer = await ScriptedSmtpPeer.start({ tls })
  const { verdict } = await run(smarthost(peer, { tls: 'required' }), { furtherRoots: [authority.pem] })
  expect(verdict.text).toMatch(/^The certificate of 127\.0\.0\.1 is for mail\.other\.test\./)
})

test('tries an MX route with the hosts of a domain', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const dns = new FakeDns({ 'far.test': { mx: [[10, 'mx.far.test']] }, 'mx.far.test': { a: ['127.0.0.1'] } })
  const direct = route({ name: 'direct', kind: 'mx', port: peer.port })
  expect((await run(direct, { dns, domain: 'far.test' })).verdict).toEqual({
    ok: true,
    text: 'Connected to mx.far.test [127.0.0.1] without TLS. The route works.',
  })
  expect((await run(direct, { dns, domain: 'gone.test' })).verdict.text).toMatch(/gone\.test does not exist/)
  expect((await run(direct, { dns })).verdict).toMatchObject({ ok: false })
})

test('tries an LMTP route', async () => {
  const peer = await ScriptedSmtpPeer.start({ lmtp: true })
  const { verdict } = await run(route({ name: 'l', kind: 'lmtp', host: '127.0.0.1', port: peer.port }))
  expect(verdict.ok).toBe(true)
})

test('tries to write to the folder of a Maildir route, and leaves nothing there', async () => {
  const path = join(await temporaryFolder(), 'mail')
  expect((await run(route({ name: 'm', kind: 'maildir', path }))).verdict.ok).toBe(true)
  expect(await readdir(path)).toEqual([])
})

test('says so where the folder of a Maildir route is a file', async () => {
  const path = join(await temporaryFolder(), 'mail')
  await writeFile(path, '')
  expect((await run(route({ name: 'm', kind: 'maildir', path }))).verdict).toMatchObject({
    ok: false,
    text: expect.stringContaining('is a file, not a folder'),
  })
})

test('says so where it may not write', async (context) => {
  if (process.getuid?.() === 0) context.skip('root may write everywhere')
  const path = await temporaryFolder()
  await chmod(path, 0o500)
  const { verdict } = await run(route({ name: 'm', kind: 'maildir', path }))
  expect(verdict.text).toContain('may not write')
})

test('has nothing to try on a capture route', async () => {
  expect((await run(route({ name: 'c', kind: 'capture' }))).verdict.ok).toBe(true)
})

async function run(
  target: Route,
  more: { dns?: FakeDns; domain?: string; furtherRoots?: readonly string[] } = {},
) {
  const dns = more.dns ?? new FakeDns({})
  const delivery = new TemporaryDelivery({ dns, furtherRoots: more.furtherRoots ?? [] })
  const lines: SessionLine[] = []
  const verdict = await testRoute(
    target,
    {
      environment: delivery.environment,
      hostname: 'relay.office.test',
      dns,
      random: delivery.dependencies.ports.random,
      password: async () => 'correct horse',
      tokens: noTokens,
      ...(more.domain === undefined ? {} : { domain: more.domain }),
      signal: new AbortController().signal,
    },
    (line) => lines.push(line),
  )
  return { verdict, lines }
}

function smarthost(peer: ScriptedSmtpPeer, more: object = {}) {
  return route({
    name: 'provider',
    kind: 'smarthost',
    host: '127.0.0.1',
    port: peer.port,
    tls: 'never',
    ...more,
  })
}
