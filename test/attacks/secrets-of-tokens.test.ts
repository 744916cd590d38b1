/** Google's service account and tokens of both directions are used; afterwards nothing that Mailroom keeps or says has them. */
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportPKCS8, generateKeyPair, SignJWT } from 'jose'
import { expect, onTestFinished, test, vi } from 'vitest'
import { PROVIDERS } from '../../main/engine/oauth/provider.ts'
import { filesOf, findSecrets, lineOfKey } from '../support/secret-trail.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { TEST_LISTENER, TemporaryEngine } from '../support/temporary-engine.ts'
import { TestAuthority } from '../support/test-certificate.ts'
import { TokenSmtpServer } from '../support/token-smtp-server.ts'
import { waitFor } from '../support/wait-for.ts'

const MAILBOX = 'office@provider.test'
const RUN = { timeout: 90_000 }

test.each(['XOAUTH2', 'OAUTHBEARER'] as const)(
  'the key of a Google service account, its assertions and the tokens it gets are found nowhere (%s)',
  RUN,
  async (mechanism) => {
    const authority = await TestAuthority.create()
    const certificate = await authority.issue({ names: ['127.0.0.1'] })
    const google = await tokenEndpoint(certificate)
    const asked: { metadata: () => object } = PROVIDERS.google as never
    vi.spyOn(asked, 'metadata').mockReturnValue({
      issuer: 'https://accounts.google.com',
      token_endpoint: google.url,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    })
    onTestFinished(() => void vi.restoreAllMocks())
    let good = true
    const check = async () => good
    const server = await TokenSmtpServer.start({ certificate, mechanism, check })
    const privateKey = await exportPKCS8((await generateKeyPair('RS256', { extractable: true })).privateKey)
    const engine = await TemporaryEngine.start({
      furtherRoots: [authority.pem],
      config: routeTo(server.port, privateKey),
    })
    await engine.engine.submit(MAIL)
    await waitFor('mail at Google', () => server.messages.length === 1)
    good = false
    server.dropAll()
    await engine.engine.submit(MAIL)
    await waitFor('a token that is refused', () => server.signIns.some(({ accepted }) => !accepted))
    // A key that has a mistake is sent in too, and refused.
    const broken = routeTo(server.port, privateKey.replace('BEGIN PRIVATE', 'BEGIN A PRIVATE'))
    const refused = await engine.client.configuration.import(broken).catch(String)
    await engine.client.backups.create()

    const secrets = {
      'private key': lineOfKey(privateKey),
      'id of the key': KEY_ID,
      ...numbered('token', [...new Set(server.signIns.map(({ token }) => token))]),
      ...numbered('assertion', google.assertions.flatMap(piecesOf)),
    }
    expect(google.assertions.length).toBeGreaterThanOrEqual(1)
    const told = { ...(await everythingTold(engine)), refused: JSON.stringify(refused) }
    expect(told.sessions).toContain(`AUTH ${mechanism} •••`)
    expect(findSecrets(told, secrets)).toEqual([])
    expect(findSecrets(await filesOf(engine.folder), secrets)).toEqual([])
  },
)

test(
  'tokens that clients sign in with, good or not, at once or when asked, are found nowhere',
  RUN,
  async () => {
    const issuer = await openIssuer()
    const engine = await TemporaryEngine.start({
      config: {
        listeners: [{ ...TEST_LISTENER, authInClear: true }],
        accounts: [{ username: 'anna@office.test', password: 'Marker-battery-staple' }],
        authentication: { tokens: { issuer: issuer.url, audience: 'mailroom' } },
      },
    })
    const port = await engine.port()
    const tokens = {
      good: await issuer.token(),
      'for somebody else': await issuer.token('another program'),
      'without form': 'Marker-token-that-is-none',
    }
    const { good, ...others } = tokens
    const dialogues = [
      ...formsOf(good).flatMap(([mechanism, line]) => [
        [`AUTH ${mechanism} ${line}`],
        [`AUTH ${mechanism}`, line],
      ]),
      [`auth\tXOAUTH2  ${formsOf(good)[0]?.[1]}`],
      ...Object.values(others).flatMap((token) =>
        formsOf(token).map(([mechanism, line]) => [`AUTH ${mechanism} ${line}`, '']),
      ),
    ]
    // At once: what a refusal costs in time is paid once.
    await Promise.all(dialogues.map((lines) => signIn(port, lines)))
    await engine.client.backups.create()
    const secrets = numbered('piece of a token', Object.values(tokens).flatMap(piecesOf))
    const told = await everythingTold(engine)
    expect(told.sessions).toContain('signed in with a token')
    expect(findSecrets(told, secrets)).toEqual([])
    expect(findSecrets(await filesOf(engine.folder), secrets)).toEqual([])
  },
)

/** Well-formed ones, and some that are quoted when they are refused. */
function formsOf(token: string): [mechanism: string, response: string][] {
  const forms: [string, string][] = [
    ['XOAUTH2', `user=anna@office.test\u0001auth=Bearer ${token}\u0001\u0001`],
    ['OAUTHBEARER', `n,a=anna@office.test,\u0001auth=Bearer ${token}\u0001\u0001`],
    ['OAUTHBEARER', `auth=Bearer ${token}`],
    ['XOAUTH2', token],
  ]
  return forms.map(([mechanism, text]) => [mechanism, Buffer.from(text).toString('base64')])
}

const KEY_ID = 'Marker-id-of-the-key-0001'
const MAIL = {
  sender: 'scanner@office.test',
  recipients: ['user@far.test'],
  content: Buffer.from('Subject: Scan\r\n\r\nA page.\r\n'),
}

function routeTo(port: number, privateKey: string) {
  const key = {
    type: 'service_account',
    client_email: 'relay@project.iam.gserviceaccount.test',
    private_key: privateKey,
    private_key_id: KEY_ID,
  }
  const auth = {
    kind: 'oauth2' as const,
    provider: 'google' as const,
    grant: 'service-account' as const,
    username: MAILBOX,
    clientId: 'relay',
    serviceAccountKey: JSON.stringify(key),
  }
  const route = { kind: 'smarthost' as const, host: '127.0.0.1', implicitTls: true, port }
  return {
    routes: [{ ...route, name: 'google', auth }],
    rules: [{ name: 'all', action: { kind: 'route' as const, route: 'google' } }],
  }
}

/** A whole token and each of its parts that is long enough to be one's own. */
function piecesOf(token: string): string[] {
  const [, claims, signature] = token.split('.')
  return [token, claims, signature].filter((part): part is string => part !== undefined)
}

function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name} ${index}`, value]))
}

async function everythingTold({ client, logger }: TemporaryEngine) {
  const { rows } = await client.sessions.list({})
  const waiting = await client.queue.list({})
  return {
    sessions: JSON.stringify(await Promise.all(rows.map(({ id }) => client.sessions.get({ id })))),
    queue: JSON.stringify(await Promise.all(waiting.rows.map(({ id }) => client.queue.get({ id })))),
    log: JSON.stringify(logger.lines, (_name, value) =>
      value instanceof Error ? String(value.stack) : value,
    ),
    routes: JSON.stringify(await client.routes.list()),
    configuration: JSON.stringify(await client.configuration.export()),
    status: JSON.stringify(await client.system.status()),
    audit: JSON.stringify(await client.audit.list({})),
    support: JSON.stringify(await client.support.bundle()),
  }
}

async function signIn(port: number, lines: readonly string[]): Promise<void> {
  const client = await SmtpClient.connect({ port })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  for (const line of lines) {
    const { code } = await client.send(line)
    if (code !== 334) break
  }
  await client.expect('QUIT', '221')
}

/** Google's, as far as a relay asks it: a token for an assertion. */
async function tokenEndpoint(certificate: { cert: string; key: string }) {
  const assertions: string[] = []
  const server = createHttpsServer(certificate, async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    assertions.push(new URLSearchParams(body).get('assertion') ?? '')
    response.setHeader('content-type', 'application/json')
    const token = `Marker-token-of-google-${assertions.length}`
    response.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3_599 }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/token`, assertions }
}

/** Whose tokens the listener takes: discovery document and keys over HTTP on loopback. */
async function openIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const serve: RequestListener = async (request, response) => {
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }]
    response.end(
      JSON.stringify(request.url === '/jwks' ? { keys } : { issuer: url, jwks_uri: `${url}/jwks` }),
    )
  }
  const server = createHttpServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const token = (audience = 'mailroom') =>
    new SignJWT({ email: 'anna@office.test', marker: 'Marker-claim' })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(url)
      .setAudience(audience)
      .setExpirationTime(Math.floor(Date.now() / 1_000) + 3_600)
      .sign(privateKey)
  return { url, token }
}
