/**
 * What is answered to each line of a client, whatever carries it: RFC 5321 §4 with STARTTLS and AUTH. Commands that
 * need more than a reply say so in the step that the connection takes next.
 */
import type { SessionRecorder } from '../sessions/session-log.ts'
import { type BdatStep, bdat } from './bdat-command.ts'
import type { CommandLine } from './command-lines.ts'
import { data } from './data-command.ts'
import { etrn } from './etrn-command.ts'
import { hello } from './hello-command.ts'
import { help } from './help-command.ts'
import type { ListenerContext } from './listener-context.ts'
import { mail } from './mail-command.ts'
import type { MessageIntake } from './message-intake.ts'
import { openIntake } from './open-intake.ts'
import { rcpt } from './rcpt-command.ts'
import { readCommand } from './read-command.ts'
import { accepted, because, type Refusal, type Reply, refusal } from './reply.ts'
import { dropTransaction, forget, isTrusted, type SessionState, type Transaction } from './session-state.ts'
import { SignInDialogue } from './sign-in-dialogue.ts'
import { storageRefusal } from './storage-refusal.ts'
import { type Tolerate, tolerateFor } from './tolerate.ts'
import { expn, vrfy } from './verify-command.ts'

export type Step =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'reply-and-close'; readonly reply: Reply }
  /** 334 with this text; the next line belongs to the dialogue. */
  | { readonly kind: 'challenge'; readonly base64: string }
  | { readonly kind: 'start-tls' }
  /** 354, then everything up to the end of the data goes into the intake. */
  | { readonly kind: 'data'; readonly intake: MessageIntake }
  | BdatStep

const MOST_UNKNOWN_COMMANDS = 10

export class Conversation {
  readonly state: SessionState
  readonly #context: ListenerContext
  readonly #log: SessionRecorder
  readonly #signIn: SignInDialogue
  readonly #tolerate: Tolerate
  readonly #hasRoomFor: (octets: number) => boolean
  #unknownCommands = 0

  constructor(context: ListenerContext, log: SessionRecorder, state: SessionState) {
    this.#context = context
    this.#log = log
    this.state = state
    this.#signIn = new SignInDialogue(context, log, this.state)
    this.#tolerate = tolerateFor(this.state, log)
    this.#hasRoomFor = (octets) => context.disk.hasRoomFor(octets)
  }

  /** Mostly at once, so that pipelined commands cost no turn of the event loop. */
  answer(line: CommandLine): Step | Promise<Step> {
    const read = readCommand(line, this.#tolerate)
    if (read.kind === 'refused') {
      this.#signIn.drop()
      return refuse(this.#nonsense(read.why))
    }
    return this.#signIn.isOpen ? this.#signIn.continue(read.text) : this.#command(read.text)
  }

  #command(line: string): Step | Promise<Step> {
    const verb = (/^[A-Za-z]*/.exec(line)?.[0] ?? '').toUpperCase()
    const argument = line.slice(verb.length).trim()
    switch (verb) {
      case 'AUTH':
        return this.#signIn.start(argument)
      case 'DATA':
        return this.#data(argument)
      case 'BDAT':
        return this.#bdat(argument)
      case 'ETRN':
        return etrn(this.state, argument, this.#context.needs.etrn).then((reply) => ({
          kind: 'reply',
          reply,
        }))
      case 'STARTTLS':
        return this.#startTls(argument)
      case 'QUIT':
        return this.#quit(argument)
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
    if (isOldTls(tls)) this.#tolerate('old-tls', `${tls.protocol} with ${tls.cipher}`)
  }

  #simpleCommand(verb: string, line: string, argument: string): Reply {
    switch (verb) {
      case 'EHLO':
      case 'HELO':
        return this.#hello(verb, argument)
      case 'MAIL':
        return this.#signIn.signedOut() ?? this.#mail(line)
      case 'RCPT':
        return this.#rcpt(line)
      case 'RSET':
        return this.#reset(argument)
      case 'NOOP':
        return accepted(250, '2.0.0', 'Fine')
      case 'VRFY':
        return vrfy(this.state, argument)
      case 'EXPN':
        return expn(this.state, argument)
      case 'HELP':
        return help(argument, this.state.config().postmaster)
      default:
        return this.#unknownCommand(line)
    }
  }

  #hello(verb: 'EHLO' | 'HELO', argument: string): Reply {
    const reply = hello(this.state, verb, argument, this.#signIn.mechanisms(), this.#tolerate)
    const { hello: said, client } = this.state
    if (said?.name) {
      this.#log.peerName(said.name)
      this.#context.shared.heard(client, said.name, isTrusted(this.state))
    }
    return reply
  }

  #mail(line: string): Reply {
    return mail(this.state, line, this.#hasRoomFor, this.#tolerate, this.#context.needs.limits)
  }

  #rcpt(line: string): Reply {
    const { decideAtRcpt, limits } = this.#context.needs
    return rcpt(this.state, line, decideAtRcpt, this.#tolerate, limits)
  }

  #unknownCommand(line: string): Reply {
    if (/^[A-Z]+ \S+ HTTP\/\d/.test(line))
      return refusal(421, '4.7.0', 'This is a mail server, not a web server')
    return this.#nonsense(refusal(500, '5.5.2', 'This command is not known here'))
  }

  #nonsense(why: Refusal): Refusal {
    this.#unknownCommands += 1
    return this.#unknownCommands < MOST_UNKNOWN_COMMANDS
      ? why
      : refusal(421, '4.7.0', 'Too many commands that are none; closing')
  }

  #reset(argument: string): Reply {
    if (argument !== '') return refusal(501, '5.5.4', 'RSET takes no parameter')
    dropTransaction(this.state)
    return accepted(250, '2.0.0', 'Flushed')
  }

  #quit(argument: string): Step {
    if (argument !== '') return refuse(refusal(501, '5.5.4', 'QUIT takes no parameter'))
    dropTransaction(this.state)
    return { kind: 'reply-and-close', reply: accepted(221, '2.0.0', 'Goodbye') }
  }

  #startTls(argument: string): Step | Promise<Step> {
    if (this.state.tls) return refuse(refusal(503, '5.5.1', 'TLS is in use already'))
    if (this.state.listener().tls !== 'starttls')
      return refuse(
        refusal(
          502,
          '5.5.1',
          'This port offers no TLS',
          null,
          because('listener', this.state.listener().name),
        ),
      )
    if (argument !== '') return refuse(refusal(501, '5.5.4', 'STARTTLS takes no parameter'))
    return this.#context.certificateReady().then(
      () => ({ kind: 'start-tls' }),
      () =>
        refuse(
          refusal(
            454,
            '4.7.0',
            'TLS is not available now; the settings say what the certificate lacks',
            null,
            null,
          ),
        ),
    )
  }

  #data(argument: string): Step {
    const verdict = data(this.state, argument, this.#hasRoomFor)
    if (verdict.kind === 'refused') return refuse(verdict.why)
    try {
      return { kind: 'data', intake: this.#open(verdict.transaction) }
    } catch (error) {
      return refuse(storageRefusal(error))
    }
  }

  #bdat(argument: string): Step {
    return bdat(this.state, argument, this.#hasRoomFor, (transaction) => this.#open(transaction))
  }

  #open(transaction: Transaction): MessageIntake {
    return openIntake(this.#context.needs, this.state, transaction, this.#log)
  }
}

/** RFC 8996, and ciphers that RFC 7465 and RFC 9325 §4.1 forbid. */
function isOldTls({ protocol, cipher }: NonNullable<SessionState['tls']>): boolean {
  return /^TLSv1(\.1)?$|^SSL/.test(protocol) || /DES|RC4|MD5|SEED|IDEA/.test(cipher)
}

function refuse(why: Refusal): Step {
  return { kind: 'reply', reply: why }
}
