/**
 * What is answered to each line of a client, whatever carries it: RFC 5321 §4 with STARTTLS and AUTH. Commands that
 * need more than a reply say so in the step that the connection takes next.
 */
import type { SessionRecorder } from '../sessions/session-log.ts'
import { hello } from './hello-command.ts'
import type { ListenerContext } from './listener-context.ts'
import { diskFull, mail } from './mail-command.ts'
import type { MessageIntake } from './message-intake.ts'
import { openIntake } from './open-intake.ts'
import { rcpt } from './rcpt-command.ts'
import { accepted, type Refusal, type Reply, refusal } from './reply.ts'
import { forget, newSessionState, type SessionState } from './session-state.ts'
import { SignInDialogue } from './sign-in-dialogue.ts'
import { storageRefusal } from './storage-refusal.ts'

export type Step =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'reply-and-close'; readonly reply: Reply }
  /** 334 with this text; the next line belongs to the dialogue. */
  | { readonly kind: 'challenge'; readonly base64: string }
  | { readonly kind: 'start-tls' }
  /** 354, then everything up to the end of the data goes into the intake. */
  | { readonly kind: 'data'; readonly intake: MessageIntake }

const MOST_UNKNOWN_COMMANDS = 10

export class Conversation {
  readonly state: SessionState
  readonly #context: ListenerContext
  readonly #log: SessionRecorder
  readonly #signIn: SignInDialogue
  #unknownCommands = 0

  constructor(context: ListenerContext, log: SessionRecorder, client: string) {
    this.#context = context
    this.#log = log
    this.state = newSessionState(context.listener, context.config, client)
    this.#signIn = new SignInDialogue(context, log, this.state)
  }

  /** Mostly at once, so that pipelined commands cost no turn of the event loop. */
  answer(line: string): Step | Promise<Step> {
    if (this.#signIn.isOpen) return this.#signIn.continue(line)
    const verb = (/^[A-Za-z]*/.exec(line)?.[0] ?? '').toUpperCase()
    const argument = line.slice(verb.length).trim()
    switch (verb) {
      case 'AUTH':
        return this.#signIn.start(argument)
      case 'DATA':
        return this.#data(argument)
      case 'STARTTLS':
        return this.#startTls(argument)
      case 'QUIT':
        this.state.transaction = null
        return { kind: 'reply-and-close', reply: accepted(221, '2.0.0', 'Goodbye') }
      default:
        return { kind: 'reply', reply: this.#simpleCommand(verb, line, argument) }
    }
  }

  /** RFC 3207 §4.2. */
  tlsStarted(tls: NonNullable<SessionState['tls']>): void {
    forget(this.state)
    this.#signIn.drop()
    this.state.tls = tls
    this.#log.tls({ ...tls, verified: null })
  }

  #simpleCommand(verb: string, line: string, argument: string): Reply {
    switch (verb) {
      case 'EHLO':
      case 'HELO':
        return this.#hello(verb, argument)
      case 'MAIL':
        return this.#signedOut() ?? mail(this.state, line, (octets) => this.#context.disk.hasRoomFor(octets))
      case 'RCPT':
        return rcpt(this.state, line, this.#context.needs.decideAtRcpt)
      case 'RSET':
        this.state.transaction = null
        return accepted(250, '2.0.0', 'Flushed')
      case 'NOOP':
        return accepted(250, '2.0.0', 'Fine')
      case 'VRFY':
        return accepted(252, '2.5.2', 'Addresses are checked when mail is sent to them')
      case 'HELP':
        return accepted(214, '2.0.0', 'This is Mailroom; its window shows this conversation')
      default:
        return this.#unknownCommand(line)
    }
  }

  #hello(verb: 'EHLO' | 'HELO', argument: string): Reply {
    const reply = hello(this.state, verb, argument, this.#signIn.mechanisms())
    if (this.state.hello?.name) this.#log.peerName(this.state.hello.name)
    return reply
  }

  /** An account that was disabled, removed or given another password meanwhile counts no more. */
  #signedOut(): Reply | null {
    const { account } = this.state
    if (!account) return null
    const now = this.#context.needs.accounts.find(account.username)
    this.state.account = now && !now.disabled && now.passwordHash === account.passwordHash ? now : null
    if (this.state.account) return null
    return refusal(
      530,
      '5.7.0',
      'The account was changed meanwhile; sign in again',
      'the account was disabled, removed or given another password',
    )
  }

  #unknownCommand(line: string): Reply {
    if (/^[A-Z]+ \S+ HTTP\/\d/.test(line))
      return refusal(421, '4.7.0', 'This is a mail server, not a web server')
    this.#unknownCommands += 1
    return this.#unknownCommands < MOST_UNKNOWN_COMMANDS
      ? refusal(500, '5.5.2', 'This command is not known here')
      : refusal(421, '4.7.0', 'Too many commands that are none; closing')
  }

  #startTls(argument: string): Step | Promise<Step> {
    if (this.state.tls) return refuse(refusal(503, '5.5.1', 'TLS is in use already'))
    if (this.state.listener().tls !== 'starttls')
      return refuse(refusal(502, '5.5.1', 'This port offers no TLS'))
    if (argument !== '') return refuse(refusal(501, '5.5.4', 'STARTTLS takes no parameter'))
    return this.#context.certificateReady().then(
      () => ({ kind: 'start-tls' }),
      () =>
        refuse(
          refusal(454, '4.7.0', 'TLS is not available now; the settings say what the certificate lacks'),
        ),
    )
  }

  #data(argument: string): Step {
    const { transaction } = this.state
    if (!transaction) return refuse(refusal(503, '5.5.1', 'Send MAIL FROM and RCPT TO first'))
    if (transaction.recipients.size === 0) return refuse(refusal(554, '5.5.1', 'No recipient was accepted'))
    if (argument !== '') return refuse(refusal(501, '5.5.4', 'DATA takes no parameter'))
    const full = diskFull(this.#context.disk.hasRoomFor(transaction.announcedSize ?? 0))
    if (full) return refuse(full)
    try {
      return { kind: 'data', intake: openIntake(this.#context.needs, this.state, transaction, this.#log.id) }
    } catch (error) {
      return refuse(storageRefusal(error))
    }
  }
}

function refuse(why: Refusal): Step {
  return { kind: 'reply', reply: why }
}
