import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FakeClock } from '../../../support/fake-clock.ts'
import { base64, type InboundSite, inboundSite, LISTENER } from '../../../support/inbound-site.ts'
import { SmtpClient } from '../../../support/smtp-client.ts'
import { TestAuthority } from '../../../support/test-certificate.ts'
import { whileTimePasses } from '../../../support/while-time-passes.ts'

const AUDIENCE = 'mailroom'
const { publicKey, privateKey } = await generateKeyPair('RS256')
const { privateKey: foreignKey } = await generateKeyPair('RS256')

/** A real issuer on loopback: discovery document and key set over HTTP. */
async function openIssuer(change: { issuer?: string; down?: boolean; keys?: 'down' } = {}) {
  const asked: string[] = []
  const serve: RequestListener = async (request, response) => {
    asked.push(request.url ?? '')
    const keysDown = change.keys === 'down' && request.url === '/jwks'
    response.statusCode = change.down || keysDown ? 503 : 200
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }]
    const document = { issuer: change.issuer ?? url, jwks_uri: `${url}/jwks` }
    response.end(JSON.stringify(request.url === '/jwks' ? { keys } : document))
  }
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, asked, change }
}

interface TokenChange {
  readonly claims?: Record<string, unknown>
  readonly audience?: string
  readonly issuer?: string
  readonly expires?: number
  readonly key?: CryptoKey
}

function makeToken(issuer: string, change: TokenChange = {}): Promise<string> {
  const now = Math.floor(new FakeClock().now() / 1_000)
  return new SignJWT({ email: 'anna@office.test', ...change.claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .setIssuer(change.issuer ?? issuer)
    .setAudience(change.audience ?? AUDIENCE)
    .setExpirationTime(change.expires ?? now + 3_600)
    .sign(change.key ?? privateKey)
}

function site(issuer: string | null): Promise<InboundSite> {
  return inboundSite({
    accounts: [
      { username: 'anna@office.test', password: 'battery staple' },
      { username: 'gone@office.test', password: 'battery staple', disabled: true },
    ],
    config: {
      listeners: [{ ...LISTENER, authInClear: true }],
      ...(issuer && { authentication: { tokens: { issuer, audience: AUDIENCE } } }),
    },
  })
}

async function connect(office: InboundSite): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port: office.port() })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  return client
}

const xoauth2 = (token: string, user = 'anna@office.test') =>
  base64(`user=${user}\x01auth=Bearer ${token}\x01\x01`)
const oauthBearer = (token: string, header = 'n,a=anna@office.test,') =>
  base64(`${header}\x01host=relay.office.test\x01port=587\x01auth=Bearer ${token}\x01\x01`)

describe('a token of the issuer signs in', () => {
  test.each([
    ['XOAUTH2', xoauth2],
    ['OAUTHBEARER', oauthBearer],
    ['OAUTHBEARER without a name', (token: string) => oauthBearer(token, 'n,,')],
  ])('by %s, at once or when asked', async (name, response) => {
    const mechanism = name.split(' ')[0]
    const issuer = await openIssuer()
    const office = await site(issuer.url)
    const token = await makeToken(issuer.url)
    const client = await connect(office)
    expect((await client.send('EHLO x')).lines).toContain('AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER')
    await client.expect(`AUTH ${mechanism} ${response(token)}`, '235 2.7.0')
    const second = await connect(office)
    await second.expect(`AUTH ${mechanism}`, '334 ')
    await second.expect(response(token), '235 2.7.0')
    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/jwks'])
    const transcripts = office.sessions().flatMap(({ id }) => office.transcript(id))
    expect(transcripts.join('\n')).not.toContain(token.slice(0, 20))
    expect(transcripts).toContain('note: signed in with a token')
    expect(office.sessions()[0]?.account).toBe('anna@office.test')
  })
})

describe('a token is refused: the reason as JSON, then 535 in the ordinary words', () => {
  test.each<[string, TokenChange, string?]>([
    ['of another issuer', { issuer: 'https://elsewhere.test' }],
    ['for another audience', { audience: 'another program' }],
    ['that has expired', { expires: Math.floor(new FakeClock().now() / 1_000) - 120 }],
    ['signed by another key', { key: foreignKey }],
    ['without a name', { claims: { email: undefined } }],
    ['whose address was not verified', { claims: { email_verified: false } }],
    ['of an unknown name', { claims: { email: 'nobody@office.test' } }, 'nobody@office.test'],
    ['of a disabled account', { claims: { email: 'gone@office.test' } }, 'gone@office.test'],
    ['of another user than named', { claims: { email: 'gone@office.test' } }],
  ])('%s', async (_, change, user) => {
    const issuer = await openIssuer()
    const office = await site(issuer.url)
    const client = await connect(office)
    const reply = await client.send(`AUTH XOAUTH2 ${xoauth2(await makeToken(issuer.url, change), user)}`)
    expect(reply.code).toBe(334)
    expect(JSON.parse(Buffer.from(reply.lines[0] ?? '', 'base64').toString())).toMatchObject({
      status: 'invalid_token',
    })
    await client.expect('', '535 5.7.8 User name or password is not right')
    await client.expect('NOOP', '250')
  })

  test('OAUTHBEARER: the client answers with 0x01', async () => {
    const issuer = await openIssuer()
    const client = await connect(await site(issuer.url))
    await client.expect(`AUTH OAUTHBEARER ${oauthBearer('no.token.atall')}`, '334 ')
    await client.expect('AQ==', '535 5.7.8')
  })
})

test('an issuer that cannot be asked is no wrong token: 454, not asked again at once, then as before', async () => {
  const issuer = await openIssuer({ keys: 'down' })
  const office = await site(issuer.url)
  const line = `AUTH XOAUTH2 ${xoauth2(await makeToken(issuer.url))}`
  const client = await connect(office)
  await client.expect(line, '454 4.7.0')
  await client.expect(line, '454 4.7.0')
  expect(issuer.asked).toHaveLength(2)
  delete issuer.change.keys
  office.clock.advance(10_000)
  await client.expect(line, '235')
  expect(office.limits.signIns.locks()).toEqual([])
})

test('a discovery document of somebody else is not believed', async () => {
  const issuer = await openIssuer({ issuer: 'https://elsewhere.test' })
  const client = await connect(await site(issuer.url))
  await client.expect(`AUTH XOAUTH2 ${xoauth2(await makeToken(issuer.url))}`, '454 4.7.0')
})

test('an issuer whose certificate nobody vouches for is not asked for its keys', async () => {
  const authority = await TestAuthority.create()
  const asked: string[] = []
  const server = createTlsServer(await authority.issue({ names: ['127.0.0.1'] }), (request, response) => {
    asked.push(request.url ?? '')
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = await connect(await site(url))
  await client.expect(`AUTH XOAUTH2 ${xoauth2(await makeToken(url))}`, '454 4.7.0')
  expect(asked).toEqual([])
})

test('guessing with tokens is slowed and locked like guessing with passwords', async () => {
  const issuer = await openIssuer()
  const office = await site(issuer.url)
  for (let time = 0; time < 10; time += 1) {
    const client = await connect(office)
    const guess = client.send(`AUTH XOAUTH2 ${xoauth2('no.token.atall')}`)
    expect((await whileTimePasses(office.clock, guess)).code).toBe(334)
  }
  expect(office.limits.signIns.locks()).toMatchObject([{ account: 'anna@office.test' }])
})

test('tokens are offered only where an issuer is configured', async () => {
  const client = await connect(await site(null))
  expect((await client.send('EHLO x')).lines).toContain('AUTH PLAIN LOGIN')
  await client.expect(`AUTH XOAUTH2 ${xoauth2('x')}`, '504 5.5.4')
})
