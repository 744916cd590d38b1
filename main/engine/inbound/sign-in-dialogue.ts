/** AUTH of one session (RFC 4954): the dialogue, what became of it, and what the session log hears. */
import type { SessionRecorder } from '../sessions/session-log.ts'
import { offeredMechanisms, startAuth } from './auth-command.ts'
import type { Step } from './conversation.ts'
import type { ListenerContext } from './listener-context.ts'
import { accepted, type Refusal, refusal } from './reply.ts'
import type { Credentials, Mechanism, SaslStep } from './sasl.ts'
import type { SessionState } from './session-state.ts'

const MOST_FAILED_SIGN_INS = 5

export class SignInDialogue {
  readonly #context: ListenerContext
  readonly #log: SessionRecorder
  readonly #state: SessionState
  #next: ((line: string) => SaslStep) | null = null
  #failures = 0

  constructor(context: ListenerContext, log: SessionRecorder, state: SessionState) {
    this.#context = context
    this.#log = log
    this.#state = state
  }

  /** Does the next line belong to the dialogue? */
  get isOpen(): boolean {
    return this.#next !== null
  }

  mechanisms(): readonly Mechanism[] {
    return offeredMechanisms(this.#context.needs.accounts.offersCramMd5())
  }

  /** AUTH with what stands behind it. */
  start(argument: string): Step | Promise<Step> {
    const { ports } = this.#context.needs
    const start = startAuth(this.#state, argument, this.mechanisms(), () => {
      const unique = Buffer.from(ports.random.bytes(16)).toString('hex')
      return `<${unique}.${Math.floor(ports.clock.now() / 1_000)}@${this.#state.config().hostname}>`
    })
    return start.kind === 'refused' ? refuse(start.why) : this.#take(start.step)
  }

  continue(line: string): Step | Promise<Step> {
    const next = this.#next
    this.#next = null
    return next === null ? refuse(refusal(503, '5.5.1', 'Send AUTH first')) : this.#take(next(line))
  }

  /** TLS began: what was said before counts no more (RFC 3207 §4.2). */
  drop(): void {
    this.#next = null
  }

  #take(step: SaslStep): Step | Promise<Step> {
    switch (step.kind) {
      case 'challenge':
        this.#next = step.next
        return { kind: 'challenge', base64: step.base64 }
      case 'cancelled':
        return refuse(refusal(501, '5.7.0', 'Signing in was cancelled'))
      case 'malformed':
        return refuse(refusal(501, '5.5.2', `The sign-in could not be read: ${step.problem}`))
      case 'credentials':
        return this.#signIn(step.credentials)
    }
  }

  async #signIn(credentials: Credentials): Promise<Step> {
    try {
      const verdict = await this.#context.credentials.check(credentials)
      if (verdict.kind === 'denied') return this.#refused(verdict.reason)
      this.#state.account = verdict.account
      this.#log.account(verdict.account.username)
      return { kind: 'reply', reply: accepted(235, '2.7.0', 'Signed in') }
    } catch (error) {
      this.#context.needs.ports.logger.error('a sign-in could not be checked', { error: String(error) })
      return refuse(refusal(454, '4.7.0', 'The sign-in could not be checked now; try again later'))
    }
  }

  #refused(reason: string): Step {
    this.#failures += 1
    const reply = refusal(535, '5.7.8', SIGN_IN_REFUSED, `sign-in refused: ${reason}`)
    return { kind: this.#failures < MOST_FAILED_SIGN_INS ? 'reply' : 'reply-and-close', reply }
  }
}

function refuse(why: Refusal): Step {
  return { kind: 'reply', reply: why }
}

/** The same for every reason: the reply must not tell which names exist. */
const SIGN_IN_REFUSED =
  'User name or password is not right, or the account is disabled; check both, or ask the administrator'
