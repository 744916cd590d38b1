/** The sign-ins of all routes: they follow the configuration, over renames and restarts. */
import { setMaxListeners } from 'node:events'
import type { SecureContext } from 'node:tls'
import type { SignInEvent } from '../../../shared/contract/routes.ts'
import type { SignInStatus } from '../../../shared/contract/system.ts'
import { OAUTH_SECRETS } from '../../../shared/domain/oauth.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { ConfigSource } from '../config/config-source.ts'
import { routeSecretName } from '../config/configuration-secrets.ts'
import type { RouteBlock } from '../delivery/delivery.ts'
import { EngineError, notFound } from '../engine-error.ts'
import type { Ports } from '../ports.ts'
import type { Storage } from '../storage/storage.ts'
import type { OpenedSettings } from './client-authentication.ts'
import { createHttpsFetch } from './https-fetch.ts'
import { actsAs, identityOf } from './identity.ts'
import type { ProviderAccess } from './open-provider.ts'
import { type OAuthProviders, PROVIDERS } from './provider.ts'
import { restoreSignIns } from './restore-sign-ins.ts'
import { type OAuthRoute, RouteSignIn, type RouteSignInOptions } from './route-sign-in.ts'
import type { SignInBlocks } from './sign-in-blocks.ts'
import { conductSignIn } from './sign-in-dialogue.ts'
import { noTokens, type TokenSource } from './token-keeper.ts'
import type { TokenSet } from './token-set.ts'
import { createTokenStore, type TokenStore } from './token-store.ts'

export interface SignInsOptions {
  readonly ports: Pick<Ports, 'clock' | 'random' | 'logger' | 'secrets'>
  readonly storage: Pick<Storage, 'getValue' | 'setValue' | 'addAudit'>
  readonly config: ConfigSource
  /** Roots that the certificates of providers are verified against. */
  readonly trusted: () => SecureContext
  /** For tests: other endpoints. */
  readonly providers?: OAuthProviders
  /** Mail of this route that was deferred for want of a token is due now. Never rejects. */
  readonly onRecovered: (route: string) => Promise<void>
  readonly onChange: () => void
}

export class SignIns implements SignInBlocks {
  readonly #options: SignInsOptions
  readonly #store: TokenStore
  readonly #access: ProviderAccess
  readonly #routes = new Map<string, RouteSignIn>()
  readonly #listeners = new Set<() => void>()
  readonly #stopping = new AbortController()
  #started = false

  private constructor(options: SignInsOptions) {
    const { storage, ports, providers = PROVIDERS, trusted } = options
    this.#options = options
    this.#store = createTokenStore(storage, ports.secrets, ports.logger)
    this.#access = { providers, fetch: createHttpsFetch(trusted) }
  }

  /** Reads what is stored for the routes that there are. Asks no provider before start. */
  static async open(options: SignInsOptions): Promise<SignIns> {
    const signIns = new SignIns(options)
    const routes = oauthRoutes(options.config)
    const restored = await restoreSignIns(signIns.#store, routes)
    for (const route of routes) signIns.#add(route, restored.get(route.name) ?? null)
    options.config.onChange((_config, changed, mended) => {
      if (changed.includes('routes')) signIns.#follow(mended)
    })
    return signIns
  }

  /** Tokens are got and renewed ahead of time from now on. */
  start(): void {
    this.#started = true
    for (const { keeper } of this.#routes.values()) keeper.start()
  }

  /** Sign-ins are given up; tokens that are under way are still stored, until the signal aborts. */
  async stop(signal: AbortSignal): Promise<void> {
    this.#started = false
    this.#stopping.abort()
    const done = Promise.all([...this.#routes.values()].map(({ keeper }) => keeper.stop()))
    await Promise.race([done, aborted(signal)])
  }

  blocked(route: Route): RouteBlock | null {
    return this.#routes.get(route.name)?.block() ?? null
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** null where the route does not sign in with OAuth2. */
  status(route: string): SignInStatus | null {
    return this.#routes.get(route)?.status() ?? null
  }

  /** The tokens of a saved route; they reject with a SignInFailure. */
  tokens(route: string): TokenSource {
    return this.#routes.get(route)?.keeper ?? noTokens()
  }

  /**
   * Tokens for the test of a draft: those of the saved route where a person signed in as the same; a program's draft
   * signs in by itself, with the stored secrets where it leaves them out, and nothing of it is kept.
   */
  draftTokens(route: Route): TokenSource {
    if (!signsInWithTokens(route)) return noTokens()
    const saved = this.#routes.get(route.name)
    const isSame = saved?.identity === identityOf(route.auth)
    if (actsAs(route.auth.grant) === 'person') return isSame ? saved.keeper : noTokens()
    const nothing = { keep: async () => undefined, onChange() {}, onRecovered() {} }
    return new RouteSignIn(route, { ...this.#routeOptions(), ...nothing }, null).keeper
  }

  /** Throws EngineError NOT_FOUND or CONFLICT where there is nothing to sign in. */
  signIn(name: string, actor: string, signal: AbortSignal): AsyncGenerator<SignInEvent, void> {
    setMaxListeners(0, signal)
    const signals = [signal, this.#stopping.signal]
    return this.#audited(conductSignIn(this.#require(name), this.#options.ports.clock, signals), name, actor)
  }

  /** Forgets the tokens; a program that signs in by itself gets new ones when it needs them. */
  async signOut(name: string, actor: string): Promise<void> {
    this.#require(name).keeper.forget()
    await this.#store.forget(name)
    await this.#audit('route signed out', name, actor)
    this.#changed()
  }

  async *#audited(
    events: AsyncGenerator<SignInEvent, void>,
    name: string,
    actor: string,
  ): AsyncGenerator<SignInEvent, void> {
    for await (const event of events) {
      if (event.kind === 'signed-in') await this.#audit('route signed in', name, actor)
      yield event
    }
  }

  #audit(action: string, name: string, actor: string): Promise<void> {
    const { storage, ports } = this.#options
    return storage.addAudit({ at: ports.clock.now(), actor, action, detail: { name } })
  }

  #require(name: string): RouteSignIn {
    const signIn = this.#routes.get(name)
    if (signIn) return signIn
    if (!this.#options.config.current().routes.some((route) => route.name === name))
      throw notFound('route', name)
    throw new EngineError('CONFLICT', `The route "${name}" does not sign in with OAuth2.`)
  }

  /**
   * A route that has gone while one of the same identity has come was renamed: its sign-in goes along. All others that
   * are gone, or are another identity now, are forgotten.
   */
  #follow(mended: readonly string[]): void {
    const routes = new Map(oauthRoutes(this.#options.config).map((route) => [route.name, route]))
    const gone = new Map([...this.#routes].filter(([name]) => !routes.has(name)))
    for (const [name, route] of routes) {
      const known = this.#routes.get(name) ?? this.#takeRenamed(route, gone)
      if (known?.identity === identityOf(route.auth)) {
        if (mended.includes(name)) known.follow(route)
        continue
      }
      if (known) this.#forget(name)
      this.#add(route, null)
    }
    for (const name of gone.keys()) this.#forget(name)
    this.#changed()
  }

  #takeRenamed(route: OAuthRoute, gone: Map<string, RouteSignIn>): RouteSignIn | undefined {
    const identity = identityOf(route.auth)
    const [before, signIn] = [...gone].find(([, one]) => one.identity === identity) ?? []
    if (before === undefined || signIn === undefined) return undefined
    gone.delete(before)
    this.#routes.delete(before)
    this.#routes.set(route.name, signIn)
    signIn.follow(route)
    // On disk under the new name before it is let go under the old one.
    const { tokens } = signIn.keeper
    if (tokens) this.#inBackground(this.#store.write(route.name, { identity, tokens }), route.name)
    this.#inBackground(this.#store.forget(before), before)
    return signIn
  }

  #forget(name: string): void {
    const signIn = this.#routes.get(name)
    this.#routes.delete(name)
    signIn?.retire()
    this.#inBackground(this.#store.forget(name), name)
  }

  #add(route: OAuthRoute, tokens: TokenSet | null): void {
    const signIn = new RouteSignIn(route, this.#routeOptions(), tokens)
    this.#routes.set(route.name, signIn)
    if (this.#started) signIn.keeper.start()
  }

  #routeOptions(): RouteSignInOptions {
    return {
      ports: this.#options.ports,
      access: this.#access,
      openSettings: (route) => this.#withSecrets(route),
      keep: (route, identity, tokens) => this.#store.write(route, { identity, tokens }),
      onChange: () => this.#changed(),
      onRecovered: (route) => this.#recovered(route),
    }
  }

  async #withSecrets({ name: route, auth }: OAuthRoute): Promise<OpenedSettings> {
    const opened: OpenedSettings = { ...auth }
    for (const name of OAUTH_SECRETS) {
      const secret = auth[name] ?? (await this.#options.config.secret(routeSecretName(route, name)))
      if (secret !== null) opened[name] = secret
    }
    return opened
  }

  #recovered(route: string): void {
    this.#inBackground(
      this.#options.onRecovered(route).then(() => this.#changed()),
      route,
    )
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
    this.#options.onChange()
  }

  #inBackground(work: Promise<void>, route: string): void {
    work.catch((error: unknown) => {
      this.#options.ports.logger.error('The sign-in of a route could not be stored.', { route, error })
    })
  }
}

function oauthRoutes(config: ConfigSource): OAuthRoute[] {
  return config.current().routes.filter(signsInWithTokens)
}

function signsInWithTokens(route: Route): route is OAuthRoute {
  return route.kind === 'smarthost' && route.auth?.kind === 'oauth2'
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
