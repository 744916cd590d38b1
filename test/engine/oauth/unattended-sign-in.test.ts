/** Programs that sign in by themselves: a certificate against a real provider, Google's service account by its assertion. */
import { createHash, X509Certificate } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSecureContext } from 'node:tls'
import {
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importX509,
  jwtVerify,
} from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import { createHttpsFetch } from '../../../main/engine/oauth/https-fetch.ts'
import { obtainToken } from '../../../main/engine/oauth/obtain-token.ts'
import { openProvider } from '../../../main/engine/oauth/open-provider.ts'
import { type OAuthProviders, PROVIDERS } from '../../../main/engine/oauth/provider.ts'
import { systemClock } from '../../../main/engine-host/system-clock.ts'
import { type OAuthSettings, oauthSettingsSchema } from '../../../shared/domain/oauth.ts'
import { CERTIFIED, OpenIdProvider } from '../../support/open-id-provider.ts'
import { TestAuthority } from '../../support/test-certificate.ts'

test('a certificate signs the program in (private_key_jwt)', async () => {
  const authority = await TestAuthority.create()
  const pair = await authority.issue({ names: ['mailroom'] })
  const certifiedKey = await exportJWK(await importX509(pair.cert, 'ES256', { extractable: true }))
  const provider = await OpenIdProvider.start({
    certificate: await authority.issue({ names: ['127.0.0.1'] }),
    certifiedKey: { ...certifiedKey, use: 'sig' },
  })
  const trusted = createSecureContext({ ca: [authority.pem] })
  const open = await openProvider(
    settings({
      provider: 'custom',
      issuer: provider.issuer,
      grant: 'client-credentials',
      clientId: CERTIFIED,
      certificate: pair.cert,
      privateKey: pair.key,
    }),
    { providers: PROVIDERS, fetch: createHttpsFetch(() => trusted) },
  )
  const { access_token } = await obtainToken(open, null, systemClock)
  expect(access_token).toBeTruthy()
  expect(provider.asked).toEqual(['client_credentials'])
})

test('Microsoft gets its assertion with both thumbprints, for its token endpoint', async () => {
  const authority = await TestAuthority.create()
  const pair = await authority.issue({ names: ['mailroom'] })
  const endpoint = await TokenEndpoint.start(authority)
  const open = await openProvider(
    settings({
      provider: 'microsoft',
      tenant: 'office.test',
      grant: 'client-credentials',
      certificate: pair.cert,
      privateKey: pair.key,
    }),
    endpoint.access('microsoft'),
  )
  await obtainToken(open, null, systemClock)
  const assertion = endpoint.form.get('client_assertion') ?? ''
  const der = new X509Certificate(pair.cert).raw
  expect(decodeProtectedHeader(assertion)).toMatchObject({
    x5t: createHash('sha1').update(der).digest('base64url'),
    'x5t#S256': createHash('sha256').update(der).digest('base64url'),
  })
  expect(decodeJwt(assertion)).toMatchObject({ iss: 'client', sub: 'client', aud: endpoint.url })
  expect(endpoint.form.get('scope')).toBe('https://outlook.office365.com/.default')
})

test("Google's service account acts for the mailbox", async () => {
  const authority = await TestAuthority.create()
  const endpoint = await TokenEndpoint.start(authority)
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const serviceAccountKey = JSON.stringify({
    type: 'service_account',
    client_email: 'relay@project.iam.gserviceaccount.test',
    private_key: await exportPKCS8(privateKey),
    private_key_id: 'k1',
    token_uri: 'https://elsewhere.test/token',
  })
  const open = await openProvider(
    settings({ provider: 'google', grant: 'service-account', serviceAccountKey }),
    endpoint.access('google'),
  )
  await obtainToken(open, null, systemClock)
  const { payload, protectedHeader } = await jwtVerify(endpoint.form.get('assertion') ?? '', publicKey)
  expect(payload).toMatchObject({
    iss: 'relay@project.iam.gserviceaccount.test',
    sub: 'office@provider.test',
    aud: endpoint.url,
    scope: 'https://mail.google.com/',
  })
  expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: 'k1' })
  expect(endpoint.form.get('client_id')).toBeNull()
})

test('the endpoints of Microsoft and Google are of their own domains, over TLS', () => {
  for (const provider of ['microsoft', 'google'] as const) {
    const metadata = PROVIDERS[provider].metadata?.('office.test')
    for (const [name, value] of Object.entries(metadata ?? {}))
      if (/issuer|endpoint$/.test(name))
        expect(String(value)).toMatch(
          /^https:\/\/(login\.microsoftonline\.com|accounts\.google\.com|oauth2\.googleapis\.com)(\/|$)/,
        )
  }
})

function settings(input: Partial<OAuthSettings>): OAuthSettings {
  return oauthSettingsSchema.parse({
    kind: 'oauth2',
    username: 'office@provider.test',
    clientId: 'client',
    ...input,
  })
}

/** Takes any form and gives a token; what Microsoft and Google take can only be shown by what they would get. */
class TokenEndpoint {
  form = new URLSearchParams()
  readonly url: string
  readonly #authority: TestAuthority

  private constructor(url: string, authority: TestAuthority) {
    this.url = url
    this.#authority = authority
  }

  static async start(authority: TestAuthority): Promise<TokenEndpoint> {
    const certificate = await authority.issue({ names: ['127.0.0.1'] })
    const server = createServer(certificate, async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      endpoint.form = new URLSearchParams(body)
      response.setHeader('content-type', 'application/json')
      response.end('{"access_token":"token","token_type":"Bearer","expires_in":3599}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const endpoint = new TokenEndpoint(
      `https://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
      authority,
    )
    return endpoint
  }

  access(name: 'microsoft' | 'google') {
    const trusted = createSecureContext({ ca: [this.#authority.pem] })
    const provider = PROVIDERS[name]
    const metadata = () => ({
      ...provider.metadata?.('office.test'),
      issuer: 'https://issuer.test',
      token_endpoint: this.url,
    })
    const providers: OAuthProviders = { ...PROVIDERS, [name]: { ...provider, metadata } }
    return { providers, fetch: createHttpsFetch(() => trusted) }
  }
}
