/**
 * Nodemailer's SMTPConnection, opened up in two ways: what goes over the wire is heard (transcripts), and commands can
 * be sent one by one (per-recipient DSN parameters, LMTP's reply for each recipient, results as soon as they are known:
 * its own send() answers once, at the end). Connection set-up, STARTTLS, EHLO, AUTH, replies and their limits stay its
 * own. The members used below are internal to nodemailer, whose version is therefore exact in package.json.
 */
import type { Socket } from 'node:net'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import type { Clock, Dispose } from '../ports.ts'
import type { Phase } from './classify-reply.ts'
import { TOO_SLOW } from './smtp-timeouts.ts'

/** Hears a conversation. */
export interface WireTap {
  client(line: string): void
  server(line: string): void
  /** TLS is up; before the first line that it protects. */
  secured(socket: Socket): void
}

/** What the peer announced in its EHLO reply. */
export interface Capabilities {
  readonly pipelining: boolean
  readonly eightBitMime: boolean
  readonly smtpUtf8: boolean
  readonly dsn: boolean
  /** BDAT (RFC 3030), and with it content of any octets. */
  readonly chunking: boolean
  readonly binaryMime: boolean
  readonly requireTls: boolean
  readonly limits: PeerLimits
  /** SIZE was announced; with a limit in octets, or 0 for none. */
  readonly size: { readonly limit: number } | null
  readonly authMechanisms: readonly string[]
}

/** RFC 9422; null where the peer named none. */
export interface PeerLimits {
  /** Recipients of one transaction. */
  readonly rcptMax: number | null
  /** Transactions of one connection. */
  readonly mailMax: number | null
}

interface Internals {
  _responseActions: ((reply: string) => void)[]
  _supportedExtensions: string[]
  _supportedAuth: string[]
  _maxAllowedSize: number
  _sendCommand(line: string, masked?: string): void
  _onData(chunk: Buffer): void
  _onTimeout(): void
  _onError(error: Error, type: string, reply: false, command: string): void
}

export class WireConnection extends SMTPConnection {
  readonly #tap: WireTap
  readonly #clock: Clock
  /** Milliseconds within which a whole reply has to come. */
  #patience: number
  /** When the last whole reply came, or the peer was asked for one. */
  #askedAt: number
  #verb = ''
  #secured = false
  /** Lines of the last EHLO reply without the first, upper case: also what nodemailer does not read. */
  #announced: readonly string[] = []
  #limits: PeerLimits = NO_LIMITS

  constructor(options: SMTPConnectionOptions, tap: WireTap, clock: Clock) {
    super({ ...options, transactionLog: true })
    this.#tap = tap
    this.#clock = clock
    this.#askedAt = clock.now()
    this.#patience = options.socketTimeout ?? Number.POSITIVE_INFINITY
    this.logger = tapLogger((reply) => {
      this.#askedAt = clock.now()
      this.#noteSecured()
      if (/^(EHLO|LHLO|HELO)/.test(this.#verb)) this.#readAnnouncement(reply)
      for (const line of reply.split('\n')) tap.server(line)
    })
  }

  /** Sends a line and hands over the whole reply, lines joined by "\n". */
  command(line: string, onReply: (reply: string) => void): void {
    internals(this)._responseActions.push(onReply)
    this._sendCommand(line)
  }

  /** The BDAT command (RFC 3030 §2); its octets follow at once, and whoever sends them expects the reply. */
  announceChunk(size: number, last: boolean): void {
    this._sendCommand(`BDAT ${size}${last ? ' LAST' : ''}`)
  }

  /** Expects a reply to what is sent by other means (message content). */
  expectReply(onReply: (reply: string) => void): void {
    internals(this)._responseActions.push(onReply)
  }

  /** Overrides nodemailer's: the one place where lines leave. */
  _sendCommand(line: string, masked?: string): void {
    this.#noteSecured()
    this.#verb = line.slice(0, 8).toUpperCase()
    this.#tap.client(line)
    this.#askedAt = this.#clock.now()
    internals(SMTPConnection.prototype)._sendCommand.call(this, line, masked)
  }

  /** Overrides nodemailer's. Silence ends by itself; a reply that trickles in, octet by octet, would not. */
  _onData(chunk: Buffer): void {
    internals(SMTPConnection.prototype)._onData.call(this, chunk)
    if (this.#clock.now() - this.#askedAt > this.#patience) internals(this)._onTimeout()
  }

  get socket(): Socket | null {
    return this._socket || null
  }

  get limits(): PeerLimits {
    return this.#limits
  }

  get capabilities(): Capabilities {
    const { _supportedExtensions: extensions, _maxAllowedSize: limit, _supportedAuth } = internals(this)
    return {
      pipelining: extensions.includes('PIPELINING'),
      eightBitMime: extensions.includes('8BITMIME'),
      smtpUtf8: extensions.includes('SMTPUTF8'),
      dsn: extensions.includes('DSN'),
      chunking: this.#announced.includes('CHUNKING'),
      binaryMime: this.#announced.includes('BINARYMIME'),
      requireTls: this.#announced.includes('REQUIRETLS'),
      limits: this.#limits,
      size: extensions.includes('SIZE') ? { limit } : null,
      // Nodemailer reads only those that it can run.
      authMechanisms: [...new Set([..._supportedAuth, ...mechanismsIn(this.#announced)])],
    }
  }

  /** Where the set-up stands; for the words of an error. */
  get setupPhase(): Phase {
    if (this.upgrading) return 'tls'
    if (this.#verb === '') return 'greeting'
    if (/^(EHLO|HELO|LHLO)/.test(this.#verb)) return 'ehlo'
    return this.#verb.startsWith('STARTTLS') ? 'starttls' : 'auth'
  }

  /** Milliseconds without a word, or without a whole reply, after which the connection counts as broken, from now on. */
  setSilence(milliseconds: number): void {
    this.#patience = milliseconds
    this.#askedAt = this.#clock.now()
    this.socket?.setTimeout(milliseconds)
  }

  /**
   * The connection counts as broken where content that was written is not taken within so many milliseconds. Silence is
   * not enough: each octet that the peer reads would extend it, and an octet a minute keeps a message for years.
   */
  expectTaken(milliseconds: number): Dispose {
    return this.#clock.after(milliseconds, () => {
      const { socket } = this
      internals(this)._onError(new Error('Content was taken too slowly.'), TOO_SLOW, false, 'DATA')
      // What is still to be written must not linger until the peer has read it.
      socket?.destroy()
    })
  }

  #readAnnouncement(reply: string): void {
    this.#announced = announcedIn(reply)
    this.#limits = limitsIn(this.#announced)
  }

  #noteSecured(): void {
    if (this.#secured || !this.secure || !this.socket || this.upgrading) return
    this.#secured = true
    this.#tap.secured(this.socket)
  }
}

const NO_LIMITS: PeerLimits = { rcptMax: null, mailMax: null }

function announcedIn(reply: string): readonly string[] {
  if (!reply.startsWith('250')) return []
  const lines = reply.split(/\r?\n/).slice(1)
  return lines.map((line) => line.slice(4).trim().toUpperCase())
}

/** "AUTH PLAIN OAUTHBEARER", and "AUTH=PLAIN" of old servers. */
function mechanismsIn(announced: readonly string[]): string[] {
  return announced.filter((text) => /^AUTH[ =]/.test(text)).flatMap((text) => text.slice(5).split(/ +/))
}

function limitsIn(announced: readonly string[]): PeerLimits {
  const line = announced.find((text) => text.startsWith('LIMITS '))
  if (line === undefined) return NO_LIMITS
  const read = (name: string) => {
    const value = new RegExp(`\\s${name}=([1-9]\\d{0,5})(?=\\s|$)`).exec(line)?.[1]
    return value === undefined ? null : Number(value)
  }
  return { rcptMax: read('RCPTMAX'), mailMax: read('MAILMAX') }
}

function internals(connection: SMTPConnection): Internals {
  return connection as unknown as Internals
}

/** Nodemailer reports each reply it received to its logger; everything else it logs shows in results and errors. */
function tapLogger(onServerReply: (reply: string) => void): SMTPConnection['logger'] {
  const ignore = () => undefined
  const debug = (entry: unknown, reply?: unknown) => {
    if ((entry as { tnx?: string }).tnx === 'server') onServerReply(String(reply))
  }
  return { trace: ignore, debug, info: ignore, warn: ignore, error: ignore, fatal: ignore }
}
