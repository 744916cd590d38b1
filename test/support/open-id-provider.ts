/**
 * A real OpenID provider (oidc-provider) on loopback HTTPS. It counts what is asked of its token endpoint, can fall
 * silent or be unwell, and takes tokens back.
 */
import { once } from 'node:events'
import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { JWK } from 'jose'
import Provider from 'oidc-provider'
import { onTestFinished, vi } from 'vitest'
import { freePort } from './free-port.ts'
import type { TestCertificate } from './test-certificate.ts'

export const DESKTOP = 'mailroom-desktop'
export const DAEMON = { id: 'mailroom-daemon', secret: 'the secret of the daemon' } as const
export const CERTIFIED = 'mailroom-certified'
const SMTP_SERVER = { id: 'smtp-server', secret: 'the secret of the server' } as const

export interface ProviderWishes {
  /** null: in the clear, for programs that trust no authority of the test's. */
  readonly certificate: TestCertificate | null
  /** Public key that the certified client signs with. */
  readonly certifiedKey?: JWK
  /** Seconds. */
  readonly accessLife?: number
}

export class OpenIdProvider {
  readonly issuer: string
  readonly #provider: Provider
  readonly #wishes: ProviderWishes
  readonly #port: number
  /** Grants that the token endpoint was asked for, in order. */
  readonly asked: string[] = []
  /** Answer of the token endpoint in place of the provider's own. */
  unwell: { status: number; body: string; headers?: Record<string, string> } | null = null
  readonly #refreshTokens: { readonly jti: string; destroy(): Promise<void> }[] = []
  readonly #accessTokens: { destroy(): Promise<void> }[] = []
  #server: Server | HttpServer | null = null

  private constructor(port: number, wishes: ProviderWishes) {
    this.#port = port
    this.#wishes = wishes
    this.issuer = `${wishes.certificate ? 'https' : 'http'}://127.0.0.1:${port}`
    this.#provider = new Provider(this.issuer, configuration(wishes))
    this.#provider.on('refresh_token.saved', (token) => this.#refreshTokens.push(token))
    this.#provider.on('access_token.saved', (token) => this.#accessTokens.push(token))
    this.#provider.on('client_credentials.saved', (token) => this.#accessTokens.push(token))
  }

  static async start(wishes: ProviderWishes): Promise<OpenIdProvider> {
    silenceNotices()
    const provider = new OpenIdProvider(await freePort(), wishes)
    await provider.up()
    onTestFinished(() => provider.down())
    return provider
  }

  async up(): Promise<void> {
    const answer = this.#provider.callback()
    const listener: RequestListener = (request, response) => {
      if (request.url !== '/token') return answer(request, response)
      const { unwell } = this
      if (unwell === null) return answer(request, response)
      this.asked.push('unwell')
      response.writeHead(unwell.status, { 'content-type': 'application/json', ...unwell.headers })
      response.end(unwell.body)
    }
    const { certificate } = this.#wishes
    const server = certificate ? createServer(certificate, listener) : createHttpServer(listener)
    this.#provider.removeAllListeners('grant.success')
    this.#provider.removeAllListeners('grant.error')
    for (const event of ['grant.success', 'grant.error'])
      this.#provider.on(event, (context) => this.asked.push(context.oidc.params?.grant_type ?? '?'))
    server.listen(this.#port, '127.0.0.1')
    await once(server, 'listening')
    this.#server = server
  }

  /** Nothing listens any more. */
  async down(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = null
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  /** As it was handed out: opaque tokens are their own identifiers. */
  get lastRefreshToken(): string {
    return this.#refreshTokens.at(-1)?.jti ?? ''
  }

  /** As when the password is changed: no refresh token is good any more. */
  async revokeSignIns(): Promise<void> {
    for (const token of this.#refreshTokens.splice(0)) await token.destroy()
  }

  async revokeAccessTokens(): Promise<void> {
    for (const token of this.#accessTokens.splice(0)) await token.destroy()
  }

  /** What introspection says of a token (RFC 7662): the account or client that it is of; null: it is no good. */
  async introspect(
    token: string,
    fetch: (url: string, init: RequestInit) => Promise<Response>,
  ): Promise<string | null> {
    const response = await fetch(`${this.issuer}/token/introspection`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${SMTP_SERVER.id}:${encodeURIComponent(SMTP_SERVER.secret)}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ token }).toString(),
    })
    const answer = (await response.json()) as { active: boolean; sub?: string; client_id?: string }
    return answer.active ? (answer.sub ?? answer.client_id ?? '') : null
  }
}

/** oidc-provider reminds of what a provider for the world would need. */
function silenceNotices(): void {
  for (const kind of ['warn', 'info'] as const) {
    const usual = console[kind]
    const spy = vi.spyOn(console, kind).mockImplementation((...words: unknown[]) => {
      if (!String(words[0]).includes('oidc-provider')) usual(...words)
    })
    onTestFinished(() => spy.mockRestore())
  }
}

function configuration({ certifiedKey, accessLife = 3_600 }: ProviderWishes): Record<string, unknown> {
  const secret = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }
  return {
    clients: [
      {
        client_id: DESKTOP,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        redirect_uris: ['http://127.0.0.1/'],
      },
      { client_id: DAEMON.id, client_secret: DAEMON.secret, ...secret },
      { client_id: SMTP_SERVER.id, client_secret: SMTP_SERVER.secret, ...secret },
      ...(certifiedKey
        ? [
            {
              client_id: CERTIFIED,
              token_endpoint_auth_method: 'private_key_jwt',
              jwks: { keys: [certifiedKey] },
              ...secret,
            },
          ]
        : []),
    ],
    scopes: ['openid', 'offline_access', 'smtp'],
    claims: { openid: ['sub', 'email'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of the test'] },
    ttl: {
      AccessToken: accessLife,
      ClientCredentials: accessLife,
      AuthorizationCode: 60,
      DeviceCode: 600,
      Grant: 86_400,
      IdToken: 3_600,
      Interaction: 3_600,
      RefreshToken: 86_400,
      Session: 86_400,
    },
    features: {
      devInteractions: { enabled: true },
      deviceFlow: { enabled: true },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: { enabled: false },
    },
    async findAccount(_context: unknown, sub: string) {
      return { accountId: sub, claims: async () => ({ sub, email: sub }) }
    },
  }
}
