/** One connection to a next hop after EHLO, STARTTLS and AUTH: carries transactions until it ends. */

import type { TLSSocket } from 'node:tls'
import { formatReply, type Reply } from '../../../shared/domain/reply.ts'
import type { SessionOutcome } from '../../../shared/domain/session.ts'
import type { SessionRecorder } from '../sessions/session-log.ts'
import type { SmtpTimeouts } from './smtp-timeouts.ts'
import type { WireConnection } from './wire-connection.ts'

/** The connection was closed in order, by us or by the peer, and nobody gave another reason. */
export const CLOSED = { code: 'ECONNECTION', message: 'the connection was closed' } as const

export interface SessionParts {
  readonly wire: WireConnection
  readonly recorder: SessionRecorder
  /** "mx1.provider.test [192.0.2.7]". */
  readonly host: string
  /** "mx1.provider.test:25", for the words of errors. */
  readonly peer: string
  readonly lmtp: boolean
  /** Milliseconds since 1970. */
  readonly openedAt: number
  readonly timeouts: SmtpTimeouts
  /** Its certificate matched the TLSA records of the host. */
  readonly matchedByDane?: boolean
}

export class SmtpSession {
  readonly parts: SessionParts
  /** Transactions begun on it. */
  uses = 0
  #gone = false
  #onBroken: ((error: unknown) => void) | null = null
  #onGone: (() => void) | null = null
  #outcome: Exclude<SessionOutcome, 'open'> = 'completed'
  #problem: string | undefined
  #error: unknown = CLOSED

  constructor(parts: SessionParts) {
    this.parts = parts
    parts.wire.on('error', (error: unknown) => {
      this.#error = error
    })
    parts.wire.once('end', () => this.#ended())
  }

  /** False once the connection ended; no transaction may begin on it. */
  get usable(): boolean {
    const socket = this.parts.wire.socket
    return !this.#gone && socket?.writable === true && !socket.destroyed
  }

  /** True once the peer takes no further transaction on it (MAILMAX, RFC 9422). */
  get isSpent(): boolean {
    const { mailMax } = this.parts.wire.limits
    return mailMax !== null && this.uses >= mailMax
  }

  /** TLS with a certificate that an authority or DANE vouches for. */
  get isVerified(): boolean {
    const { wire, matchedByDane = false } = this.parts
    return wire.secure && (matchedByDane || (wire.socket as TLSSocket | null)?.authorized === true)
  }

  /** Hears once that the connection ended, whatever the reason. */
  whenGone(listener: () => void): void {
    this.#onGone = listener
  }

  /** Hears of a connection that ends while something is under way; null when that is over. */
  watch(onBroken: ((error: unknown) => void) | null): void {
    this.#onBroken = onBroken
  }

  /** A reply that decided the session's outcome: the last 4xx or 5xx. */
  noteRefusal(reply: Reply): void {
    if (this.#outcome === 'failed') return
    this.#outcome = 'refused'
    this.#problem = formatReply(reply)
  }

  noteFailure(problem: string): void {
    this.#outcome = 'failed'
    this.#problem = problem
  }

  /** Leaves a transaction that did not come to its end. False where the connection cannot be used again. */
  reset(): Promise<boolean> {
    if (!this.usable) return Promise.resolve(false)
    return new Promise((resolve) => {
      this.watch(() => resolve(false))
      this.parts.wire.setSilence(this.parts.timeouts.reset)
      this.parts.wire.command('RSET', (reply) => {
        this.watch(null)
        resolve(reply.startsWith('2'))
      })
    })
  }

  /** QUIT; the connection ends by itself. */
  quit() {
    if (!this.usable) return this.destroy()
    this.parts.wire.setSilence(this.parts.timeouts.connect)
    this.parts.wire.quit()
  }

  /** At once, without a word. */
  destroy(): void {
    this.parts.wire.socket?.destroy()
    this.parts.wire.close()
  }

  #ended(): void {
    if (this.#gone) return
    this.#gone = true
    this.#onBroken?.(this.#error)
    this.parts.recorder.end(this.#outcome, this.#problem)
    this.#onGone?.()
  }
}
