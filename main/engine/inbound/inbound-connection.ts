/**
 * One SMTP session on a socket. smtp-server's connection gives the life of the socket: STARTTLS, half-closed sockets,
 * idle time-outs, pipelined input. What is answered is decided by the conversation.
 */
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { SMTPServer } from 'smtp-server'
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js'
import type { RefusalCause } from '../../../shared/domain/session.ts'
import type { Dispose } from '../ports.ts'
import type { SessionRecorder } from '../sessions/session-log.ts'
import { isLoopback, normalizeAddress } from './client-network.ts'
import type { CommandLine } from './command-lines.ts'
import { Conversation, type Step } from './conversation.ts'
import { endOnHangUp } from './handshake-hang-up.ts'
import { type ListenerContext, NO_OLD_TLS } from './listener-context.ts'
import type { MessageIntake } from './message-intake.ts'
import { MessageReception, type ReceivingSession } from './message-reception.ts'
import { lostPatience } from './patience.ts'
import { accepted, because, type Refusal, type Reply, refusal } from './reply.ts'
import { sessionOutcome } from './session-outcome.ts'
import { dropTransaction, isTrusted, known, newSessionState } from './session-state.ts'
import { SmtpParser } from './smtp-parser.ts'
import { tlsProblem } from './tls-problem.ts'
import { wireText } from './wire-text.ts'

/** Milliseconds in which a stranger must not speak before the greeting: bots do. */
const EARLY_TALKER_WAIT = 100

/** Milliseconds from the reply to STARTTLS to the end of the handshake. */
const HANDSHAKE_TIMEOUT = 30_000

/** Refusals of a client that is neither trusted nor signed in: what goes on then is guessing. */
const MOST_REFUSALS_OF_STRANGERS = 50

/** RFC 4954 §4: an AUTH line has up to 12,288 octets. */
const LONGEST_COMMAND = 12_288

/** Milliseconds that a client whose session is ended by hand has for what it is sending. */
const LEAVE_WITHIN = 10_000

type Next = () => void
const nothing: Next = () => undefined

export class InboundConnection extends SMTPConnection {
  readonly #context: ListenerContext
  readonly #log: SessionRecorder
  readonly #conversation: Conversation
  readonly #reception: MessageReception
  #cancelGreeting: Dispose = nothing
  #cancelHandshake: Dispose = nothing
  #cancelLeaving: Dispose = nothing
  /** Said at the next opportunity: the session ends with it. */
  #farewell: Refusal | null = null
  /** What made Mailroom say what is being written. */
  #cause: RefusalCause | null = null
  #refusals = 0
  /** Milliseconds of which Mailroom has said nothing: counted, since the clock may jump. */
  #waited = 0
  #acceptedMessages = 0
  #refused: string | null = null
  #broken: string | null = null

  constructor(server: SMTPServer, socket: Socket, options: SMTPConnectionOptions, context: ListenerContext) {
    super(server, socket, options)
    this.#context = context
    const client = normalizeAddress(this.remoteAddress)
    const state = newSessionState(context.listener, context.config, client)
    this.#log = context.needs.sessions.open({
      direction: 'inbound',
      via: context.listener().name,
      peerAddress: client,
      peerPort: this.remotePort,
      peerName: null,
      network: known(state).network?.name ?? null,
      disconnect: () => this.#endByHand(),
    })
    this.#conversation = new Conversation(context, this.#log, state)
    this.#reception = new MessageReception(this.#receivingSession())
  }

  #receivingSession(): ReceivingSession {
    return {
      state: this.#conversation.state,
      log: this.#log,
      isClosed: () => this._closed,
      parser: () => (this._parser instanceof SmtpParser ? this._parser : null),
      setPending: (pending) => {
        this._handlerPending = pending
      },
      reply: (reply) => this.#reply(reply),
      goOn: (resume) => {
        if (this.#farewell && !this.#reception.isUnderWay) this.#goodbye()
        this._whenWritable(resume)
      },
      accepted: (intake) => this.#noteAccepted(intake),
      end: () => this.#end(),
    }
  }

  /**
   * Trusted networks and this computer are greeted at once, before the socket is prepared for what they will say; others
   * are watched for a moment first.
   */
  override init(): void {
    this.#tlsStarted()
    const full = this.#limitReached()
    const { state } = this.#conversation
    const isWatched = !isTrusted(state) && !isLoopback(state.client)
    if (!full && !isWatched) this.connectionReady()
    this._setListeners(nothing)
    if (full) this.#reply(full)
    else if (isWatched)
      this.#cancelGreeting = this.#context.needs.ports.clock.after(EARLY_TALKER_WAIT, () =>
        this.connectionReady(),
      )
  }

  override connectionReady(): void {
    if (this._closing || this._closed) return
    this._resetSession()
    this._ready = true
    this.send(220, `${this.#context.config().hostname} ESMTP Mailroom`, false)
  }

  get client(): string {
    return this.#conversation.state.client
  }

  /** No new transactions: an idle session ends now, one that receives a message after its reply. */
  drain(): void {
    const text = `${this.#context.config().hostname} is stopping; try again later`
    this.#leave(refusal(421, '4.3.2', text, null, null))
  }

  /** Somebody blocked the client meanwhile: what it is sending is not taken any more. */
  block(block: string): void {
    const text = 'This server takes no mail from your address any more'
    this.#turnOut(refusal(421, '4.7.0', text, `blocked: ${block}`, because('blocked', block)))
  }

  /** Called when `passed` milliseconds have gone by. A client that waits for Mailroom may wait; handshakes have a time of their own. */
  hurry(passed: number, shortOfRoom: boolean): void {
    this.#waited += passed
    if (this._handlerPending || this._closing || this._closed || this._upgrading) return
    const { state } = this.#conversation
    const slow = lostPatience({
      waited: this.#waited,
      received: this.#reception.received,
      hurried: shortOfRoom && !state.account && !isTrusted(state),
    })
    if (slow === null) return
    this.#broken ??= slow
    this.#reply(refusal(421, '4.4.2', `${slow}; closing`, null, null))
  }

  #endByHand(): void {
    this.#turnOut(refusal(421, '4.3.2', 'The administrator ended this session', null, null))
  }

  /** A message that is complete is still answered for; one that is coming is refused. */
  #turnOut(why: Refusal): void {
    this.#reception.refuse(why)
    this.#cancelLeaving = this.#context.needs.ports.clock.after(LEAVE_WITHIN, () => this._socket.destroy())
    this.#leave(why)
  }

  #leave(farewell: Refusal): void {
    this.#farewell ??= farewell
    if (!this._handlerPending && !this.#reception.isUnderWay) this.#goodbye()
  }

  #onLine(line: CommandLine, callback: Next): void {
    // What was buffered when TLS began came in the clear and is dropped (RFC 3207 §4.2, CVE-2011-0411).
    if (this._upgrading) {
      callback()
      return
    }
    this.#log.client(line.octets.toString().replace(/[\s\0]+$/, ''))
    if (!this._ready) {
      this.#reply(
        refusal(554, '5.5.1', 'Wait for the greeting before you speak', 'spoke before the greeting'),
      )
      this.close()
    } else if (this.#farewell && !this.#reception.isUnderWay) this.#goodbye()
    else this.#answer(line, callback)
  }

  /** The one place that writes. Texts from everywhere end up here, so it makes them safe for the wire. */
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    const texts = Array.isArray(data) ? data : [data ?? '']
    const enhanced = this._getEnhancedStatusCode(code, context)
    const smtpUtf8 = this.#conversation.state.transaction?.envelope.smtpUtf8 ?? false
    const lines = texts.map((text, index) => {
      const separator = index < texts.length - 1 ? '-' : ' '
      return `${code}${separator}${enhanced === '' ? '' : `${enhanced} `}${wireText(text, smtpUtf8)}`
    })
    // While the handshake runs, the socket is still the raw one: a reply would go out in the clear.
    if (!this._upgrading && this._socket.writable) {
      this.#waited = 0
      this._socket.write(`${lines.join('\r\n')}\r\n`)
      // Afterwards: the client does not wait for what is written down.
      for (const line of lines) this.#log.server(line, this.#cause)
    }
    if (code === 421) this.close()
  }

  override _getEnhancedStatusCode(code: number, context?: string | false): string {
    if (context === false || (code >= 300 && code < 400)) return ''
    if (context !== undefined && /^[245]\.\d{1,3}\.\d{1,3}$/.test(context)) return context
    return `${Math.floor(code / 100)}.0.0`
  }

  /** The constructor of smtp-server calls it, before this object has its own fields. */
  override _createParser(): SmtpParser {
    const parser = new SmtpParser({
      longestCommand: LONGEST_COMMAND,
      tolerant: () => known(this.#conversation.state).tolerates.has('bare-line-ends'),
      onLine: (line, resume) => this.#onLine(line, resume),
    })
    parser.on('error', () => this.#reply(refusal(421, '4.7.0', 'A command line is too long; closing')))
    // The client has closed its side, and everything that it sent has been answered.
    parser.on('finish', () => {
      if (parser === this._parser) this.close()
    })
    return parser
  }

  override upgrade(callback: Next, secureCallback: Next = nothing): void {
    // smtp-server takes the certificate from its server, and that one has today's TLS only.
    const own = this._server
    const { server, oldTlsLacks } = this.#context.tlsServer()
    if (oldTlsLacks) this.#log.note(NO_OLD_TLS)
    this._server = server
    const raw = this._socket
    // A client that leaves now says nothing: its half-open socket would be held for as long as an idle one.
    this.#cancelHandshake = this.#context.needs.ports.clock.after(HANDSHAKE_TIMEOUT, () => {
      this.#broken ??= 'The client asked for TLS, but did not finish its handshake within 30 seconds'
      raw.destroy()
    })
    super.upgrade(callback, () => {
      this.#cancelHandshake()
      this.#tlsStarted()
      secureCallback()
    })
    this._server = own
  }

  /** smtp-server hands the socket of TLS out for this alone before its handshake. */
  override _armTimeout(socket?: Socket): void {
    super._armTimeout(socket)
    if (this._upgrading && socket instanceof TLSSocket) endOnHangUp(socket)
  }

  override _onError(error: Error): void {
    // Many clients reset the connection after QUIT instead of closing it: all was said by then.
    if (!this._closing) this.#broken ??= `The connection broke off: ${tlsProblem(error)}`
    this._socket.destroy()
  }

  override _onTimeout(): void {
    if (this._closing || this._handlerPending) {
      super._onTimeout()
      return
    }
    this.#broken ??= 'The client said nothing for five minutes'
    this.#reply(refusal(421, '4.4.2', 'Nothing was heard for five minutes; closing', null, null))
  }

  override _onClose(): void {
    const first = !this._closed
    super._onClose()
    if (first) this.emit('ended')
    this.#cancelGreeting()
    this.#cancelHandshake()
    this.#cancelLeaving()
    // A message that was sent completely is still taken: the session ends with what became of it.
    if (first && !this.#reception.isFinishing) this.#end()
  }

  #answer(line: CommandLine, callback: Next): void {
    const done = () => {
      this._handlerPending = false
      if (this.#farewell && !this.#reception.isUnderWay) this.#goodbye()
      this._whenWritable(callback)
    }
    this._handlerPending = true
    const step = this.#conversation.answer(line)
    if (step instanceof Promise) void step.then((later) => this.#take(later, done))
    else this.#take(step, done)
  }

  #take(step: Step, done: Next): void {
    switch (step.kind) {
      case 'reply':
        this.#reply(step.reply)
        break
      case 'reply-and-close':
        this.#reply(step.reply)
        if (step.reply.code === 221) this.#hangUp()
        else this.close()
        break
      case 'challenge':
        this.send(334, step.base64, false)
        break
      case 'start-tls':
        this.#startTls(done)
        return
      case 'data':
        this.send(354, 'Send the message; end it with a line that holds one dot', false)
        this.#reception.receive(step.intake)
        break
      case 'chunk':
        this.#reception.receiveChunk(step, done)
        return
      case 'chunk-refused':
        this.#reception.refuseChunk(step, done)
        return
    }
    done()
  }

  /**
   * After QUIT the client has nothing more to say, and many are gone already: nobody waits for them to close as well.
   * Not where the reply is still on its way, nor over TLS, which says goodbye in its own words.
   */
  #hangUp(): void {
    const { _socket: socket } = this
    this.close()
    if (!(socket instanceof TLSSocket) && socket.writableLength === 0) socket.destroy()
  }

  #startTls(done: Next): void {
    if (this._closing || this._closed) {
      done()
      return
    }
    this.#reply(accepted(220, '2.0.0', 'Ready to start TLS'))
    this.upgrade(done)
  }

  #noteAccepted(intake: MessageIntake): void {
    this.#acceptedMessages += 1
    this.#refused = null
    this.#log.message(intake.id)
    if (this._closed)
      this.#log.note(
        `${intake.id} was taken, but the client had gone before it heard so: it may send it again`,
      )
  }

  #reply(reply: Reply): void {
    if (reply.code >= 400) this.#noteRefusal(reply)
    else if (reply.code === 235) this.#refused = null
    const text = typeof reply.text === 'string' ? reply.text : [...reply.text]
    this.#cause = reply.cause ?? null
    this.send(reply.code, text, reply.enhanced ?? false)
    this.#cause = null
    const { state } = this.#conversation
    const guessing = this.#refusals >= MOST_REFUSALS_OF_STRANGERS && !state.account && !isTrusted(state)
    if (guessing && !this._closing) this.send(421, 'Too many refused commands; closing', '4.7.0')
  }

  #noteRefusal(reply: Reply): void {
    this.#refusals += 1
    // Commands that are unknown or out of place decide nothing, unless the configuration refuses them; and what
    // follows from a refusal, as DATA without a recipient, is not what decided.
    const isBroken = reply.cause?.kind === 'protocol'
    const decides = reply.code < 500 || reply.code > 503 || reply.note !== null
    if (decides && !(isBroken && this.#refused !== null))
      this.#refused = `${reply.code} ${reply.enhanced} ${reply.text}`
    if (reply.note !== null) this.#log.note(reply.note)
  }

  #tlsStarted(): void {
    if (!(this._socket instanceof TLSSocket)) return
    const { standardName, name } = this._socket.getCipher()
    this.#conversation.tlsStarted({
      protocol: this._socket.getProtocol() ?? 'TLS',
      cipher: standardName ?? name,
    })
  }

  #limitReached(): Reply | null {
    const { name, maxConnections, maxConnectionsPerClient } = this.#context.listener()
    const { client } = this.#conversation.state
    const inAll = this.#context.sessionCount() > maxConnections
    if (!inAll && this.#context.sessionCountOf(client) <= maxConnectionsPerClient)
      return this.#context.needs.limits.rates.connection(client)
    const text = inAll
      ? `${this.#context.config().hostname} serves ${maxConnections} connections already; try again in a moment`
      : `${client} has ${maxConnectionsPerClient} connections open already; close some, or try again in a moment`
    const limit = inAll ? `${maxConnections}` : `${maxConnectionsPerClient} of one client`
    return refusal(421, '4.7.0', text, `listener ${name}: at most ${limit}`, because('listener', name))
  }

  #goodbye(): void {
    if (this._closing || this._closed || !this.#farewell) return
    this.#reply(this.#farewell)
  }

  #end(): void {
    const unfinished = this.#reception.isUnderWay || this.#conversation.state.transaction !== null
    this.#reception.abort()
    dropTransaction(this.#conversation.state)
    const { outcome, problem } = sessionOutcome({
      accepted: this.#acceptedMessages,
      refused: this.#refused,
      broken: this.#broken,
      unfinished,
    })
    this.#log.end(outcome, problem ?? undefined)
  }
}
