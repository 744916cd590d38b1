/** A whole engine with a route that signs in, its provider, and the mail server that wants the provider's tokens. */
import { createSecureContext } from 'node:tls'
import { createHttpsFetch } from '../../main/engine/oauth/https-fetch.ts'
import type { SignInEvent } from '../../shared/contract/routes.ts'
import type { OAuthSettings } from '../../shared/domain/oauth.ts'
import { BrowsingPerson } from '../support/browsing-person.ts'
import type { FakeClock } from '../support/fake-clock.ts'
import { DESKTOP, OpenIdProvider } from '../support/open-id-provider.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { TestAuthority } from '../support/test-certificate.ts'
import { TokenSmtpServer } from '../support/token-smtp-server.ts'
import { waitFor } from '../support/wait-for.ts'

export const MAILBOX = 'office@provider.test'

export interface SiteWishes {
  readonly mechanism?: 'XOAUTH2' | 'OAUTHBEARER'
  readonly auth?: Partial<OAuthSettings>
  readonly route?: Record<string, unknown>
  readonly clock?: FakeClock
  /** Of the token endpoint; default: from the trusted authority. */
  readonly certificate?: { cert: string; key: string }
  /** Whose tokens the mail server takes. */
  readonly check?: (who: string) => boolean
}

export class Site {
  readonly provider: OpenIdProvider
  readonly server: TokenSmtpServer
  readonly person: BrowsingPerson
  readonly certificate: { cert: string; key: string }
  /** Whose token it is; null: it is no good. */
  readonly whose: (token: string) => Promise<string | null>
  engine: TemporaryEngine

  private constructor(
    fields: Pick<Site, 'provider' | 'server' | 'person' | 'engine' | 'certificate' | 'whose'>,
  ) {
    this.provider = fields.provider
    this.server = fields.server
    this.person = fields.person
    this.engine = fields.engine
    this.certificate = fields.certificate
    this.whose = fields.whose
  }

  static async start(wishes: SiteWishes = {}): Promise<Site> {
    const authority = await TestAuthority.create()
    const certificate = await authority.issue({ names: ['127.0.0.1'] })
    const trusted = createSecureContext({ ca: [authority.pem] })
    const provider = await OpenIdProvider.start({ certificate: wishes.certificate ?? certificate })
    const fetchTrusted = createHttpsFetch(() => trusted)
    const whose = (token: string) =>
      provider.introspect(token, (url, init) => fetchTrusted(url, init as Parameters<typeof fetchTrusted>[1]))
    const { check = (who: string) => who === MAILBOX, mechanism = 'XOAUTH2' } = wishes
    const server = await TokenSmtpServer.start({
      certificate,
      mechanism,
      check: async (user, token) => {
        const who = await whose(token)
        return user === MAILBOX && who !== null && check(who)
      },
    })
    const auth = {
      kind: 'oauth2' as const,
      provider: 'custom' as const,
      username: MAILBOX,
      clientId: DESKTOP,
      issuer: provider.issuer,
      ...wishes.auth,
    }
    const engine = await TemporaryEngine.start({
      furtherRoots: [authority.pem],
      ...(wishes.clock ? { clock: wishes.clock } : {}),
      config: {
        routes: [
          {
            name: 'provider',
            kind: 'smarthost',
            host: '127.0.0.1',
            port: server.port,
            implicitTls: true,
            auth,
            ...wishes.route,
          },
        ],
        rules: [{ name: 'all', action: { kind: 'route', route: 'provider' } }],
      },
    })
    const person = new BrowsingPerson(MAILBOX, () => trusted)
    return new Site({ provider, server, person, engine, certificate, whose })
  }

  now(): number {
    return this.engine.engine.now()
  }

  // biome-ignore lint/suspicious/noExplicitAny: events are looked at one by one
  events(): AsyncGenerator<any, any> {
    return this.engine.engine.signIns.signIn('provider', 'test', new AbortController().signal)
  }

  /** By browser, to the end. */
  async signIn(): Promise<SignInEvent[]> {
    const seen: SignInEvent[] = []
    for await (const event of await this.engine.client.routes.signIn({ name: 'provider' })) {
      seen.push(event)
      if (event.kind === 'browser') await this.person.signIn(event.url)
    }
    return seen
  }

  async status(name = 'provider') {
    const { routes } = await this.engine.engine.status()
    const found = routes.find((route) => route.name === name)
    if (!found) throw new Error(`no route ${name}`)
    return found
  }

  waitForAttention(kind: string) {
    return waitFor(`attention for ${kind}`, async () => {
      const { attention } = await this.engine.engine.status()
      return attention.find((one) => one.kind === kind)
    })
  }

  async submit(): Promise<void> {
    await this.engine.engine.submit({
      sender: 'scanner@office.test',
      recipients: ['user@far.test'],
      content: Buffer.from('Subject: Scan\r\n\r\nA page.\r\n'),
    })
  }

  async update(
    name: string,
    change: Record<string, unknown>,
    auth: Partial<OAuthSettings> = {},
  ): Promise<void> {
    const route = (await this.engine.client.routes.list()).find((one) => one.name === name)
    if (route?.kind !== 'smarthost') throw new Error(`no smart host ${name}`)
    const item = { ...route, ...change, auth: { ...route.auth, ...auth } as OAuthSettings }
    await this.engine.client.routes.update({ name, item })
  }

  async verdict(route: Parameters<TemporaryEngine['client']['routes']['test']>[0]['route']) {
    for await (const event of await this.engine.client.routes.test({ route }))
      if (event.kind === 'verdict') return event
    return null
  }

  async restart(): Promise<void> {
    this.engine = await this.engine.restart()
  }
}
