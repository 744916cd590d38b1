/**
 * Keeps the access token of one route: one for all of its connections, got anew ahead of time, by one request however
 * many ask.
 *
 * A provider that cannot be asked takes nothing away: the refresh token stays, and it is asked again with growing
 * pauses. Only the provider's own word that the sign-in is no good (revoked) ends the asking, until somebody signs in.
 * A rotated refresh token is on disk before the one before it is let go.
 */
import type { Clock, Dispose, Logger, Random } from '../ports.ts'
import { NEEDED_LIFE, refreshAt, retryDelay } from './refresh-times.ts'
import { needsSignIn, SignInFailure } from './sign-in-failure.ts'
import type { TokenSet } from './token-set.ts'

/** Where SMTP sign-ins get their tokens. Both reject with a SignInFailure. */
export interface TokenSource {
  token(): Promise<string>
  /** The server refused this token: another one, or null where it is too new for another to help. */
  renew(refused: string): Promise<string | null>
}

/** Of a route that nobody signed in. */
export function noTokens(): TokenSource {
  const reject = () => Promise.reject(needsSignIn())
  return { token: reject, renew: reject }
}

export interface TokenKeeperOptions {
  /** Of the moment, for the log. */
  readonly routeName: () => string
  readonly ports: { readonly clock: Clock; readonly random: Random; readonly logger: Logger }
  /** Asks the provider with what there is; null: nothing. Rejects with a SignInFailure. */
  readonly obtain: (before: TokenSet | null) => Promise<TokenSet>
  /** Resolves when they are on disk. */
  readonly keep: (tokens: TokenSet) => Promise<void>
  /** Are tokens got without anybody signing in? */
  readonly unattended: boolean
  readonly onChange: () => void
  /** Tokens can be had again after they could not. */
  readonly onRecovered: () => void
}

export interface Trouble {
  readonly failure: SignInFailure
  /** In a row. */
  readonly failures: number
  /** Of the last; milliseconds since 1970. */
  readonly failedAt: number
  /** Milliseconds since 1970; null: not before somebody does something. */
  readonly retryAt: number | null
}

/** Milliseconds; a token that was refused within them after it was got will not get better by another. */
const TOO_NEW = 60_000

/** Timers take no more than 24 days, and a computer that slept should look at its clock. */
const LONGEST_DELAY = 3_600_000

export class TokenKeeper implements TokenSource {
  readonly #options: TokenKeeperOptions
  #tokens: TokenSet | null
  #trouble: Trouble | null = null
  #running: Promise<TokenSet> | null = null
  /** Grows when the tokens are replaced from outside: what a request that was begun before brings is dropped. */
  #generation = 0
  #timer: Dispose = () => {}
  #started = false

  constructor(options: TokenKeeperOptions, tokens: TokenSet | null) {
    this.#options = options
    this.#tokens = tokens
  }

  get tokens(): TokenSet | null {
    return this.#tokens
  }

  get trouble(): Trouble | null {
    return this.#trouble
  }

  async token(): Promise<string> {
    const fresh = this.#fresh()
    return fresh?.accessToken ?? (await this.#refresh()).accessToken
  }

  async renew(refused: string): Promise<string | null> {
    const tokens = this.#tokens
    if (tokens === null || tokens.accessToken !== refused) return this.token()
    const age = this.#now() - tokens.obtainedAt
    // Below zero the clock was set back, and the token is of any age.
    if (age >= 0 && age < TOO_NEW) return null
    if (!this.#options.unattended && tokens.refreshToken === null) return null
    return (await this.#refresh()).accessToken
  }

  /** Begins to look ahead. */
  start(): void {
    this.#started = true
    this.#schedule()
  }

  /** No more requests of its own accord. Resolves when what was asked for has come and is on disk. */
  async stop(): Promise<void> {
    this.#started = false
    this.#timer()
    await this.#running?.catch(() => undefined)
  }

  /** The tokens are let go in memory; what a request brings that is under way is dropped. */
  forget(): void {
    this.#generation += 1
    this.#running = null
    this.#tokens = null
    this.#trouble = null
    this.#schedule()
  }

  /** For good: forgets, and asks no more of its own accord. */
  retire(): void {
    this.#started = false
    this.forget()
  }

  /** Somebody signed in. Rejects where that could not be stored. */
  async replace(tokens: TokenSet): Promise<void> {
    this.#generation += 1
    this.#running = null
    const generation = this.#generation
    await this.#options.keep(tokens)
    if (generation === this.#generation) this.#succeed(tokens, true)
  }

  /** Something was corrected: the next who asks goes to the provider at once. */
  tryAgain(): void {
    if (this.#trouble === null) return
    this.#trouble = null
    this.#schedule()
    this.#options.onChange()
  }

  #fresh(): TokenSet | null {
    return this.#tokens !== null && this.#now() < this.#tokens.expiresAt - NEEDED_LIFE ? this.#tokens : null
  }

  #refresh(): Promise<TokenSet> {
    if (this.#running !== null) return this.#running
    const trouble = this.#trouble
    if (trouble !== null && this.#rests(trouble)) return Promise.reject(trouble.failure)
    const running = this.#ask(this.#generation).finally(() => {
      if (this.#running === running) this.#running = null
    })
    this.#running = running
    return running
  }

  async #ask(generation: number): Promise<TokenSet> {
    try {
      const tokens = await this.#options.obtain(this.#tokens)
      if (generation === this.#generation) {
        await this.#keep(tokens)
        if (generation === this.#generation) this.#succeed(tokens, this.#trouble !== null)
      }
      return tokens
    } catch (error) {
      const failure =
        error instanceof SignInFailure
          ? error
          : new SignInFailure('unreachable', String(error), { cause: error })
      if (generation === this.#generation) this.#fail(failure)
      throw failure
    }
  }

  /** A store that fails must not cost the token that the provider has just given: it is written again with the next. */
  async #keep(tokens: TokenSet): Promise<void> {
    try {
      await this.#options.keep(tokens)
    } catch (error) {
      this.#options.ports.logger.error('The sign-in of a route could not be stored.', {
        route: this.#options.routeName(),
        error,
      })
    }
  }

  #succeed(tokens: TokenSet, recovered: boolean): void {
    this.#tokens = tokens
    this.#trouble = null
    this.#schedule()
    this.#options.onChange()
    if (recovered) this.#options.onRecovered()
  }

  #fail(failure: SignInFailure): void {
    const failures = (this.#trouble?.failures ?? 0) + 1
    const { random, logger } = this.#options.ports
    const delay = retryDelay(failures, failure.retryAfter, random.next())
    const waits = this.#isForSomebody(failure)
    const failedAt = this.#now()
    this.#trouble = { failure, failures, failedAt, retryAt: waits ? null : failedAt + delay }
    if (failures === 1)
      logger.warn('No token for the sign-in of a route.', {
        route: this.#options.routeName(),
        reason: failure.message,
      })
    this.#schedule()
    this.#options.onChange()
  }

  /** A clock that was set back must not make the pause longer by the difference. */
  #rests({ failedAt, retryAt }: Trouble): boolean {
    const now = this.#now()
    return retryAt === null || (now < retryAt && now >= failedAt)
  }

  /** A program's own sign-in is tried again: what was wrong may be put right at the provider. */
  #isForSomebody({ kind }: SignInFailure): boolean {
    return kind === 'needed' || (kind === 'revoked' && !this.#options.unattended)
  }

  #schedule(): void {
    this.#timer()
    const at = this.#started ? this.#nextAt() : null
    if (at === null) return
    const delay = Math.min(LONGEST_DELAY, Math.max(0, at - this.#now()))
    this.#timer = this.#options.ports.clock.after(delay, () => {
      const isEarly = this.#trouble === null ? this.#now() < at : this.#rests(this.#trouble)
      if (isEarly) return this.#schedule()
      // Failures are kept in #trouble, which others read.
      this.#refresh().catch(() => undefined)
    })
  }

  /** When the provider is asked next without anybody wanting a token; null: not. */
  #nextAt(): number | null {
    if (this.#trouble !== null) return this.#trouble.retryAt
    if (this.#tokens === null) return this.#options.unattended ? this.#now() : null
    const lasts = this.#options.unattended || this.#tokens.refreshToken !== null
    if (lasts) return refreshAt(this.#tokens, this.#options.ports.random.next())
    return this.#tokens.expiresAt - NEEDED_LIFE
  }

  #now(): number {
    return this.#options.ports.clock.now()
  }
}
