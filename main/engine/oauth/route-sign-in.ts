/** The sign-in of one route: its settings and its tokens. Made anew when the settings ask for another identity. */
import type { SignInStatus } from '../../../shared/contract/system.ts'
import type { OAuthSettings } from '../../../shared/domain/oauth.ts'
import type { SmarthostRoute } from '../../../shared/domain/route.ts'
import type { RouteBlock } from '../delivery/delivery.ts'
import type { Ports } from '../ports.ts'
import { classifyFailure } from './classify-failure.ts'
import type { OpenedSettings } from './client-authentication.ts'
import { actsAs, identityOf } from './identity.ts'
import { obtainToken } from './obtain-token.ts'
import { type OpenProvider, openProvider, type ProviderAccess } from './open-provider.ts'
import { type SignInSituation, signInBlock, signInStatus } from './sign-in-status.ts'
import { TokenKeeper } from './token-keeper.ts'
import { type TokenSet, tokensFrom } from './token-set.ts'

export type OAuthRoute = SmarthostRoute & { readonly auth: OAuthSettings }

export interface RouteSignInOptions {
  readonly ports: Pick<Ports, 'clock' | 'random' | 'logger'>
  readonly access: ProviderAccess
  /** The settings with their secrets opened. */
  readonly openSettings: (route: OAuthRoute) => Promise<OpenedSettings>
  readonly keep: (route: string, identity: string, tokens: TokenSet) => Promise<void>
  readonly onChange: () => void
  readonly onRecovered: (route: string) => void
}

export class RouteSignIn {
  readonly identity: string
  readonly keeper: TokenKeeper
  readonly #options: RouteSignInOptions
  #route: OAuthRoute
  /** Kept while the provider answers: a discovery document is not read for each token. */
  #open: OpenProvider | null = null
  #retired = false

  constructor(route: OAuthRoute, options: RouteSignInOptions, tokens: TokenSet | null) {
    const { ports, keep, onChange, onRecovered } = options
    this.#route = route
    this.#options = options
    this.identity = identityOf(route.auth)
    this.keeper = new TokenKeeper(
      {
        routeName: () => this.#route.name,
        ports,
        obtain: (before) => this.#obtain(before),
        keep: (kept) => keep(this.#route.name, this.identity, kept),
        unattended: actsAs(route.auth.grant) === 'program',
        onChange,
        onRecovered: () => onRecovered(this.#route.name),
      },
      tokens,
    )
  }

  /**
   * Another name, another secret, another grant of the same kind: what is under way goes on, and its tokens are kept
   * under the new name. The provider is asked again at once if it had refused.
   */
  follow(route: OAuthRoute): void {
    this.#route = route
    this.#open = null
    this.keeper.tryAgain()
  }

  /** Its route is gone or is somebody else now: what is under way is dropped. */
  retire(): void {
    this.#retired = true
    this.keeper.retire()
  }

  /** Somebody signed in. Rejects where that could not be stored. */
  async signedIn(tokens: TokenSet): Promise<void> {
    if (this.#retired) throw new Error('the route was changed or removed meanwhile. Begin the sign-in again.')
    await this.keeper.replace(tokens)
  }

  /** Rejects with a SignInFailure. `anew`: asks for the provider's endpoints again. */
  async provider(anew = false): Promise<OpenProvider> {
    const { access, openSettings } = this.#options
    try {
      if (anew) this.#open = null
      this.#open ??= await openProvider(await openSettings(this.#route), access)
      return this.#open
    } catch (error) {
      throw classifyFailure(error, this.#label)
    }
  }

  status(): SignInStatus {
    return signInStatus(this.#situation())
  }

  block(): RouteBlock | null {
    return signInBlock(this.#situation())
  }

  async #obtain(before: TokenSet | null): Promise<TokenSet> {
    const { clock } = this.#options.ports
    try {
      const response = await obtainToken(await this.provider(), before?.refreshToken ?? null, clock)
      return tokensFrom(response, clock.now(), before)
    } catch (error) {
      this.#open = null
      throw classifyFailure(error, this.#label)
    }
  }

  get #label(): string {
    return this.#options.access.providers[this.#route.auth.provider].label
  }

  #situation(): SignInSituation {
    const { access, ports } = this.#options
    return {
      settings: this.#route.auth,
      provider: access.providers[this.#route.auth.provider],
      tokens: this.keeper.tokens,
      trouble: this.keeper.trouble?.failure ?? null,
      now: ports.clock.now(),
    }
  }
}
