/**
 * One mail transaction on a session: MAIL, RCPT, DATA or BDAT and the content, pipelined where the peer can (RFC 2920), with a
 * fate for every recipient as soon as it is known. LMTP differs in one thing: the content is answered once for each
 * accepted recipient, in their order (RFC 2033 §4.2).
 */
import type { Readable } from 'node:stream'
import type { MessageId } from '../../../shared/domain/id.ts'
import type { Reply } from '../../../shared/domain/reply.ts'
import {
  classifyReply,
  closesSession,
  isTooManyRecipients,
  type Phase,
  type Verdict,
} from './classify-reply.ts'
import { describeError, describeNonsense, errorFacts } from './describe-error.ts'
import { parseReply } from './parse-reply.ts'
import { sendChunks, sendContent } from './send-content.ts'
import { localReply } from './session-problem.ts'
import type { SmtpSession } from './smtp-session.ts'

export interface Transaction {
  readonly message: MessageId
  /** Whole commands, without CRLF. */
  readonly mail: string
  readonly recipients: readonly { readonly number: number; readonly rcpt: string }[]
  readonly openBody: () => Promise<Readable>
  /** By BDAT, octet for octet, in place of DATA (RFC 3030). */
  readonly chunked?: boolean
  readonly signal: AbortSignal
}

export interface Fate {
  readonly verdict: Verdict
  readonly reply: Reply
}

/**
 * finished  every recipient has its fate, but for the surplus that the peer wants in a further transaction
 * stale     a connection that was used before had ended before MAIL was answered: nothing happened
 * aborted   the signal ended it: those without a fate were not accepted
 */
export type TransactionEnd =
  | { readonly kind: 'finished'; readonly surplus: readonly number[] }
  | { readonly kind: 'stale' }
  | { readonly kind: 'aborted'; readonly open: readonly number[] }

/** Never rejects. Leaves the session ready for another transaction, or ended. */
export function runTransaction(
  session: SmtpSession,
  transaction: Transaction,
  onFate: (numbers: readonly number[], fate: Fate) => void,
): Promise<TransactionEnd> {
  return new Promise((resolve) => {
    new TransactionRun(session, transaction, onFate, resolve).start()
  })
}

class TransactionRun {
  readonly #session: SmtpSession
  readonly #transaction: Transaction
  readonly #onFate: (numbers: readonly number[], fate: Fate) => void
  readonly #resolve: (end: TransactionEnd) => void
  readonly #reused: boolean
  /** Numbers without a fate. */
  readonly #open: Set<number>
  readonly #accepted: number[] = []
  readonly #surplus: number[] = []
  #phase: Phase = 'mail'
  #mailReply: Reply | null = null
  #surplusReply: Reply | null = null
  #contentReplies = 0
  #dotSent = false
  #over = false
  /** Wakes whoever waits for the answer to a chunk, so that the body is closed. */
  #onOver: (() => void) | null = null

  constructor(
    session: SmtpSession,
    transaction: Transaction,
    onFate: (numbers: readonly number[], fate: Fate) => void,
    resolve: (end: TransactionEnd) => void,
  ) {
    this.#session = session
    this.#transaction = transaction
    this.#onFate = onFate
    this.#resolve = resolve
    this.#reused = session.uses > 0
    this.#open = new Set(transaction.recipients.map(({ number }) => number))
  }

  start() {
    const { wire, recorder, timeouts } = this.#session.parts
    const { signal, message, mail, recipients } = this.#transaction
    if (signal.aborted) return this.#abort()
    this.#session.uses += 1
    this.#session.watch((error) => this.#broken(error))
    signal.addEventListener('abort', this.#abort, { once: true })
    recorder.message(message)
    wire.setSilence(timeouts.envelope)
    const pipelining = wire.capabilities.pipelining
    if (pipelining) wire.socket?.cork()
    wire.command(mail, (wireReply) => this.#read(wireReply, (reply) => this.#onMail(reply, pipelining)))
    if (!pipelining) return
    for (const index of recipients.keys()) this.#sendRcpt(index, true)
    if (!this.#transaction.chunked)
      wire.command('DATA', (wireReply) => this.#read(wireReply, (reply) => this.#onData(reply)))
    wire.socket?.uncork()
  }

  /** What is no reply ends the conversation: nobody knows to what the next line answers. */
  #read(wireReply: string, take: (reply: Reply) => void) {
    // A host may quote what it was signed in with at any time; its words go into the queue, the status and reports.
    const reply = parseReply(this.#session.parts.recorder.redact(wireReply))
    if (reply.code !== null) return take(reply)
    if (this.#over) return
    const { code, enhanced, text } = describeNonsense(this.#phase, this.#session.parts.peer, reply.text)
    this.#settleLocally({ code, enhanced, text: this.#dotSent ? `${text} ${PERHAPS_ARRIVED}` : text })
  }

  #onMail(reply: Reply, pipelining: boolean) {
    if (this.#over) return
    if (this.#reused && closesSession(reply)) return this.#finish({ kind: 'stale' })
    this.#phase = 'rcpt'
    this.#mailReply = reply
    if (!isPositive(reply)) {
      this.#settle('mail', reply, [...this.#open])
      if (closesSession(reply)) return this.#finish({ kind: 'finished', surplus: [] })
      if (!pipelining) this.#leave()
      return
    }
    if (!pipelining) this.#sendRcpt(0, false)
  }

  #sendRcpt(index: number, pipelining: boolean) {
    const recipient = this.#transaction.recipients[index]
    if (recipient === undefined) return this.#sendData()
    this.#session.parts.wire.command(recipient.rcpt, (wireReply) => {
      if (this.#over) return
      this.#read(wireReply, (reply) => this.#onRcpt(recipient.number, reply))
      if (this.#over) return
      if (!pipelining) return this.#sendRcpt(index + 1, false)
      const isLast = index === this.#transaction.recipients.length - 1
      if (isLast && this.#transaction.chunked) this.#sendData()
    })
  }

  #onRcpt(number: number, reply: Reply) {
    if (!this.#open.has(number)) return
    if (isPositive(reply)) {
      this.#accepted.push(number)
    } else if (closesSession(reply)) {
      this.#settle('rcpt', reply, [...this.#open])
      this.#finish({ kind: 'finished', surplus: [] })
    } else if (isTooManyRecipients('rcpt', reply)) {
      this.#surplus.push(number)
      this.#surplusReply = reply
    } else {
      this.#settle('rcpt', reply, [number])
    }
  }

  /** Without pipelining, DATA is sent only where somebody was accepted. */
  #sendData() {
    if (this.#accepted.length === 0) return this.#leave()
    const { wire, timeouts } = this.#session.parts
    if (this.#transaction.chunked) {
      this.#phase = 'content'
      return void this.#sendContent()
    }
    this.#phase = 'data'
    wire.setSilence(timeouts.data)
    wire.command('DATA', (wireReply) => this.#read(wireReply, (reply) => this.#onData(reply)))
  }

  #onData(reply: Reply) {
    if (this.#over) return
    this.#phase = 'data'
    const mayGo = reply.code !== null && reply.code >= 300 && reply.code < 400
    if (this.#accepted.length > 0 && mayGo) {
      this.#phase = 'content'
      return void this.#sendContent()
    }
    // A peer that takes DATA for nobody waits for content (RFC 2920 §3.1): the connection is given up instead.
    if (this.#accepted.length > 0) this.#settle('data', reply, this.#accepted)
    if (mayGo || isPositive(reply)) this.#session.destroy()
    this.#leave()
  }

  /** Never rejects: a body that cannot be read ends the connection, so that the peer never takes half a message. */
  async #sendContent(): Promise<void> {
    const { wire, timeouts, recorder } = this.#session.parts
    wire.setSilence(timeouts.block)
    try {
      const octets = await (this.#transaction.chunked ? this.#sendChunks() : this.#sendAfterData())
      if (this.#over) return
      recorder.data(octets)
      if (!this.#transaction.chunked) wire.setSilence(timeouts.end)
    } catch (error) {
      if (this.#over) return
      const text = `The stored message could not be read: ${errorFacts(error).message}`
      this.#settleLocally(localReply('4.3.0', text))
    }
  }

  #sendAfterData(): Promise<number> {
    this.#expectVerdict()
    const { wire, timeouts } = this.#session.parts
    const patience = timeouts.block
    const onDot = () => {
      this.#dotSent = true
    }
    const { openBody } = this.#transaction
    return sendContent({ wire, openBody, patience, isOver: () => this.#over, onDot })
  }

  /** Each chunk is answered; only the answer to the last one is the message's. */
  #sendChunks(): Promise<number> {
    const { wire, timeouts } = this.#session.parts
    return sendChunks({
      wire,
      openBody: this.#transaction.openBody,
      patience: timeouts.block,
      isOver: () => this.#over,
      onLast: () => {
        this.#dotSent = true
      },
      onSent: (last) => {
        if (last) {
          wire.setSilence(timeouts.end)
          this.#expectVerdict()
          return Promise.resolve(true)
        }
        return new Promise((resolve) => {
          this.#onOver = () => resolve(false)
          wire.expectReply((wireReply) => this.#read(wireReply, (reply) => resolve(this.#onChunk(reply))))
        })
      },
    })
  }

  /** A chunk that was refused ends the transaction (RFC 3030 §2). */
  #onChunk(reply: Reply): boolean {
    if (this.#over) return false
    if (isPositive(reply)) return true
    this.#settle('content', reply, [...this.#accepted])
    if (closesSession(reply)) this.#finish({ kind: 'finished', surplus: [] })
    else this.#leave()
    return false
  }

  #expectVerdict(): void {
    const { lmtp, wire } = this.#session.parts
    const answers = lmtp ? this.#accepted.map((number) => [number]) : [this.#accepted]
    for (const numbers of answers)
      wire.expectReply((wireReply) =>
        this.#read(wireReply, (reply) => this.#onContent(numbers, reply, answers.length)),
      )
  }

  #onContent(numbers: readonly number[], reply: Reply, expected: number) {
    if (this.#over) return
    this.#contentReplies += 1
    if (!this.#dotSent) return this.#onEarlyAnswer(numbers, reply)
    this.#settle('content', reply, numbers)
    if (closesSession(reply) && this.#contentReplies < expected)
      this.#settle('content', reply, [...this.#open])
    if (this.#contentReplies === expected || closesSession(reply)) this.#endSurplus(true)
  }

  /** Answered before the end of the content: a refusal counts, but the rest would be read as commands. */
  #onEarlyAnswer(numbers: readonly number[], reply: Reply) {
    if (!isPositive(reply)) this.#settle('content', reply, numbers)
    this.#session.destroy()
  }

  /** Ends a transaction in which no content was sent. */
  #leave() {
    this.#endSurplus(false)
  }

  /** Surplus recipients get a further transaction only if this one got somewhere, else they wait. */
  #endSurplus(progress: boolean) {
    const surplus = this.#surplus.filter((number) => this.#open.has(number))
    if (progress && this.#session.usable && surplus.length > 0)
      return this.#finish({ kind: 'finished', surplus })
    if (this.#surplusReply !== null) this.#settle('rcpt', this.#surplusReply, surplus)
    if (progress || !this.#session.usable) return this.#finish({ kind: 'finished', surplus: [] })
    this.#detach()
    void this.#session.reset().then((ready) => {
      if (!ready) this.#session.destroy()
      this.#resolve({ kind: 'finished', surplus: [] })
    })
  }

  #broken(error: unknown) {
    if (this.#over) return
    if (this.#reused && this.#mailReply === null) return this.#finish({ kind: 'stale' })
    if (this.#open.size === 0) return this.#finish({ kind: 'finished', surplus: [] })
    const { peer } = this.#session.parts
    const reply = describeError(this.#phase, peer, errorFacts(error))
    this.#session.noteFailure(reply.text)
    if (this.#surplusReply !== null) this.#settle('rcpt', this.#surplusReply, this.#surplus)
    const undecided = this.#dotSent ? { ...reply, text: `${reply.text} ${PERHAPS_ARRIVED}` } : reply
    this.#report([...this.#open], { verdict: 'deferred', reply: undecided })
    this.#finish({ kind: 'finished', surplus: [] })
  }

  #settleLocally(reply: Reply) {
    this.#session.noteFailure(reply.text)
    this.#report([...this.#open], { verdict: 'deferred', reply })
    this.#finish({ kind: 'finished', surplus: [] })
    this.#session.destroy()
  }

  /** Stop does not wait for a peer. Once the dot was sent the peer may have the message, and that must be said. */
  readonly #abort = () => {
    if (this.#over) return
    if (this.#dotSent) {
      const text = `Mailroom was stopped before ${this.#session.parts.peer} answered to the message. ${PERHAPS_ARRIVED}`
      return this.#settleLocally(localReply('4.4.2', text))
    }
    this.#session.noteFailure('Mailroom was stopped.')
    this.#finish({ kind: 'aborted', open: [...this.#open] })
    this.#session.destroy()
  }

  #settle(phase: Phase, reply: Reply, numbers: readonly number[]) {
    const verdict = classifyReply(phase, reply)
    if (verdict !== 'delivered') this.#session.noteRefusal(reply)
    this.#report(numbers, { verdict, reply })
  }

  #report(numbers: readonly number[], fate: Fate) {
    const open = numbers.filter((number) => this.#open.delete(number))
    if (open.length > 0) this.#onFate(open, fate)
  }

  #finish(end: TransactionEnd) {
    if (this.#over) return
    this.#detach()
    this.#resolve(end)
  }

  #detach() {
    this.#over = true
    this.#onOver?.()
    this.#session.watch(null)
    this.#transaction.signal.removeEventListener('abort', this.#abort)
  }
}

/** RFC 1047: nobody can know, and a message twice is better than none. */
const PERHAPS_ARRIVED =
  'It may have arrived all the same; Mailroom sends it again, so the recipient may get it twice.'

function isPositive(reply: Reply): boolean {
  return reply.code !== null && reply.code >= 200 && reply.code < 300
}
