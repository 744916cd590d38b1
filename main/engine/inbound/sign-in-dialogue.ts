/** AUTH of one session (RFC 4954): the dialogue, what became of it, and what the session log hears. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { SessionRecorder } from '../sessions/session-log.ts'
import type { StoredAccount } from '../storage/storage.ts'
import { offeredMechanisms, startAuth } from './auth-command.ts'
import type { Step } from './conversation.ts'
import type { CredentialVerdict, Denial, SignedInBy } from './credential-check.ts'
import { clockTime } from './limits/clock-time.ts'
import type { ListenerContext } from './listener-context.ts'
import { accepted, because, type Refusal, type Reply, refusal } from './reply.ts'
import type { Credentials, Mechanism, SaslStep } from './sasl.ts'
import { isAuthInClearTolerated, type SessionState } from './session-state.ts'
import { type Tolerate, tolerateFor } from './tolerate.ts'
import { whyUnusable } from './usable-account.ts'

const MOST_FAILED_SIGN_INS = 5

export class SignInDialogue {
  readonly #context: ListenerContext
  readonly #log: SessionRecorder
  readonly #state: SessionState
  readonly #tolerate: Tolerate
  #next: ((line: string) => Step | Promise<Step>) | null = null
  #by: SignedInBy | null = null
  #failures = 0

  constructor(context: ListenerContext, log: SessionRecorder, state: SessionState) {
    this.#context = context
    this.#log = log
    this.#state = state
    this.#tolerate = tolerateFor(state, log)
  }

  /** Does the next line belong to the dialogue? */
  get isOpen(): boolean {
    return this.#next !== null
  }

  mechanisms(): readonly Mechanism[] {
    const cramMd5 = this.#context.needs.accounts.offersCramMd5()
    return offeredMechanisms({ cramMd5, tokens: this.#state.config().authentication.tokens !== undefined })
  }

  /** AUTH with what stands behind it. */
  start(argument: string): Step | Promise<Step> {
    const { ports } = this.#context.needs
    const challenge = () => {
      const unique = Buffer.from(ports.random.bytes(16)).toString('hex')
      return `<${unique}.${Math.floor(ports.clock.now() / 1_000)}@${this.#state.config().hostname}>`
    }
    const start = startAuth(this.#state, argument, this.mechanisms(), challenge, () =>
      this.#tolerate('trailing-nul', 'an answer to AUTH ended with NUL'),
    )
    if (start.kind === 'refused') return refuse(start.why)
    if (isAuthInClearTolerated(this.#state)) this.#log.tolerated('auth-in-clear', 'AUTH came without TLS')
    return this.#take(start.step)
  }

  continue(line: string): Step | Promise<Step> {
    const next = this.#next
    this.#next = null
    return next === null ? refuse(refusal(503, '5.5.1', 'Send AUTH first')) : next(line)
  }

  /** TLS began: what was said before counts no more (RFC 3207 §4.2). */
  drop(): void {
    this.#next = null
  }

  /** An account that may be used no more, or whose password was changed or revoked meanwhile, is signed out. */
  signedOut(): Reply | null {
    const { account } = this.#state
    if (!account) return null
    const now = this.#context.needs.accounts.find(account.username)
    const valid = now !== null && isStillValid(this.#by, now)
    const unusable = now && whyUnusable(now, this.#state.client, this.#context.needs.ports.clock.now())
    this.#state.account = valid && unusable === null ? now : null
    if (this.#state.account) return null
    return refusal(
      530,
      '5.7.0',
      'The account was changed meanwhile; sign in again',
      unusable ?? 'the account was removed, or its password was changed or revoked',
      because('account', account.username),
    )
  }

  #take(step: SaslStep): Step | Promise<Step> {
    switch (step.kind) {
      case 'challenge':
        this.#next = (line) => this.#take(step.next(line))
        return { kind: 'challenge', base64: step.base64 }
      case 'cancelled':
        return refuse(refusal(501, '5.7.0', 'Signing in was cancelled'))
      case 'malformed':
        return refuse(refusal(501, '5.5.2', `The sign-in could not be read: ${step.problem}`))
      case 'credentials':
        return this.#signIn(step.credentials)
      default:
        return assertNever(step)
    }
  }

  async #signIn(credentials: Credentials): Promise<Step> {
    const { credentials: check, needs } = this.#context
    const { client } = this.#state
    const { signIns, waiting } = needs.limits
    // Answers are slow to slow guessing down: whoever does not wait for them but tries on is sent away.
    const impatient = waiting.isFull(client) && !signIns.isKnown(credentials.username, client)
    const refused = this.#locked(credentials) ?? (impatient ? close(tooMany()) : null)
    if (refused) return refused
    try {
      const verdict = await check.check(credentials, client)
      // Many may have been checked at the same time: those behind the one that led to a lock are refused under it.
      return await (this.#locked(credentials) ?? this.#decide(credentials, verdict))
    } catch (error) {
      needs.ports.logger.error('a sign-in could not be checked', { error: String(error) })
      return refuse(notNow(null))
    }
  }

  /** null where the name may be tried from here now. */
  #locked(credentials: Credentials): Step | Promise<Step> | null {
    const { client } = this.#state
    const admittance = this.#context.needs.limits.signIns.admits(credentials.username, client)
    switch (admittance.kind) {
      case 'open':
        return null
      case 'client-locked':
        return close(this.#clientLocked(admittance.until))
      case 'account-locked':
        return this.#denied(credentials, {
          reason: 'locked after failed sign-ins',
          cause: because('lock', this.#accountName(credentials.username)),
        })
      default:
        return assertNever(admittance)
    }
  }

  async #decide(credentials: Credentials, verdict: CredentialVerdict): Promise<Step> {
    const { signIns } = this.#context.needs.limits
    const { client } = this.#state
    switch (verdict.kind) {
      case 'accepted':
        signIns.succeeded(verdict.account.username, client)
        this.#signedIn(verdict)
        return { kind: 'reply', reply: accepted(235, '2.7.0', 'Signed in') }
      case 'denied':
        signIns.failed(credentials.username, client)
        return this.#denied(credentials, verdict)
      case 'unavailable':
        return refuse(notNow(verdict.reason))
      default:
        return assertNever(verdict)
    }
  }

  #signedIn({ account, by }: Extract<CredentialVerdict, { kind: 'accepted' }>): void {
    this.#state.account = account
    this.#by = by
    this.#log.account(account.username)
    if (by.kind === 'app-password') this.#log.note(`signed in with the app password "${by.name}"`)
    if (by.kind === 'token') this.#log.note('signed in with a token')
  }

  /** Slower with each failure; the socket of this session waits, no other does. */
  async #denied(credentials: Credentials, { reason, cause }: Denial): Promise<Step> {
    const { signIns, waiting } = this.#context.needs.limits
    const { client } = this.#state
    this.#failures += 1
    if (!(await waiting.wait(client, signIns.delay(credentials.username, client)))) return close(tooMany())
    const reply = refusal(535, '5.7.8', SIGN_IN_REFUSED, `sign-in refused: ${reason}`, cause)
    const step: Step = { kind: this.#failures < MOST_FAILED_SIGN_INS ? 'reply' : 'reply-and-close', reply }
    if (credentials.kind !== 'token') return step
    // RFC 7628 §3.2.2: the reason as JSON first; the client answers with 0x01 (XOAUTH2: nothing) and hears 535.
    this.#next = () => step
    return { kind: 'challenge', base64: Buffer.from(TOKEN_REFUSED).toString('base64') }
  }

  /** Names that exist only: people type passwords where names belong. */
  #accountName(username: string): string | null {
    return this.#context.needs.accounts.find(username)?.username ?? null
  }

  #clientLocked(until: number): Refusal {
    const { client } = this.#state
    const time = clockTime(until, this.#context.needs.ports.clock.now())
    return refusal(
      421,
      '4.7.0',
      `Too many failed sign-ins came from ${client}; signing in goes on at ${time}, or when the administrator releases the lock`,
      `sign-in refused: ${client} is locked`,
      because('lock'),
    )
  }
}

function isStillValid(by: SignedInBy | null, account: StoredAccount): boolean {
  switch (by?.kind) {
    case undefined:
      return false
    case 'password':
      return by.passwordHash === account.passwordHash
    case 'app-password':
      return account.appPasswords.some(({ id }) => id === by.id)
    case 'token':
      return true
    default:
      return assertNever(by as never)
  }
}

function refuse(why: Refusal): Step {
  return { kind: 'reply', reply: why }
}

/**
 * 421 and not 454 (RFC 4954 §6) for a client that is locked: 454 invites to try again on this connection. Of accounts
 * nothing is told but 535, locked or not: a guesser would learn when to go on.
 */
function close(why: Refusal): Step {
  return { kind: 'reply-and-close', reply: why }
}

function tooMany(): Refusal {
  return refusal(
    421,
    '4.7.0',
    'Too many failed sign-ins at the same time; try again later',
    null,
    because('lock'),
  )
}

function notNow(note: string | null): Refusal {
  return refusal(454, '4.7.0', 'The sign-in could not be checked now; try again later', note, null)
}

/** The same for every reason: the reply must not tell which names exist. */
const SIGN_IN_REFUSED =
  'User name or password is not right, or the account is disabled; check both, or ask the administrator'

const TOKEN_REFUSED = JSON.stringify({ status: 'invalid_token', schemes: 'bearer' })
