/** Content on its way through one session, after DATA or BDAT: read to its end, taken or refused, and answered. */
import type { SessionRecorder } from '../sessions/session-log.ts'
import type { ChunkedMessage } from './chunked-message.ts'
import type { Step } from './conversation.ts'
import type { MessageIntake } from './message-intake.ts'
import { accepted, type Refusal, type Reply } from './reply.ts'
import { dropTransaction, type SessionState } from './session-state.ts'
import type { ChunkSink, SmtpParser } from './smtp-parser.ts'

/** The session that it belongs to. */
export interface ReceivingSession {
  readonly state: SessionState
  readonly log: SessionRecorder
  isClosed(): boolean
  /** null after the client has gone. */
  parser(): SmtpParser | null
  /** Is an answer under way? The idle time-out waits for it. */
  setPending(pending: boolean): void
  reply(reply: Reply): void
  /** The answer was given: the next command is read, unless the session ends now. */
  goOn(resume: Next): void
  /** 250 was decided, whether or not the client is still there to hear it. */
  accepted(intake: MessageIntake): void
  /** The message is settled after the client has gone. */
  end(): void
}

type Next = () => void

export class MessageReception {
  readonly #session: ReceivingSession
  #intake: MessageIntake | null = null
  #finishing = false

  constructor(session: ReceivingSession) {
    this.#session = session
  }

  /** Does a message come, or is it being taken? */
  get isUnderWay(): boolean {
    return this.#intake !== null || (this.#session.state.transaction?.chunks ?? null) !== null
  }

  /** Octets of the message that is coming; null outside of one. */
  get received(): number | null {
    const intake = this.#intake ?? this.#session.state.transaction?.chunks?.intake
    return intake?.size ?? null
  }

  /** The message is complete, and the queue has not answered yet. */
  get isFinishing(): boolean {
    return this.#finishing
  }

  /** 354 was sent. Where the client has gone, the end of the session aborts the intake. */
  receive(intake: MessageIntake): void {
    this.#intake = intake
    this.#session.parser()?.startData({
      push: (part) => intake.push(part),
      end: (resume) => void this.#finish(intake, () => intake.finish(), resume),
    })
  }

  receiveChunk({ size, last, into }: Extract<Step, { kind: 'chunk' }>, done: Next): void {
    const end = (resume: Next): void =>
      void (last
        ? this.#finish(into.intake, () => into.finish(), resume)
        : this.#endChunk(size, into, resume))
    this.#readChunk(size, (octets) => into.push(octets), end, done)
  }

  /** The message is given up; its octets are read all the same (RFC 3030 §2). */
  refuseChunk({ size, reply }: Extract<Step, { kind: 'chunk-refused' }>, done: Next): void {
    dropTransaction(this.#session.state)
    const end = (resume: Next): void => void this.#replyLater(reply, resume)
    this.#readChunk(size, () => undefined, end, done)
  }

  /** What is coming will be answered so; a message that the queue is taking is not stopped. */
  refuse(why: Refusal): void {
    if (this.#finishing) return
    this.#intake?.refuse(why)
    this.#session.state.transaction?.chunks?.intake.refuse(why)
  }

  abort(): void {
    void this.#intake?.abort()
    this.#intake = null
  }

  #readChunk(size: number, push: ChunkSink['push'], end: ChunkSink['end'], done: Next): void {
    if (size === 0) {
      end(done)
      return
    }
    this.#session.parser()?.startChunk(size, { push, end })
    done()
  }

  async #endChunk(size: number, into: ChunkedMessage, resume: Next): Promise<void> {
    const { refused } = into.intake
    if (refused) dropTransaction(this.#session.state)
    await this.#replyLater(refused ?? accepted(250, '2.0.0', `${size} octets are here`), resume)
  }

  /** In a turn of its own: thousands of small chunks may stand in one packet. */
  async #replyLater(reply: Reply, resume: Next): Promise<void> {
    await Promise.resolve()
    const session = this.#session
    session.setPending(false)
    if (!session.isClosed()) session.reply(reply)
    session.goOn(resume)
  }

  async #finish(intake: MessageIntake, take: () => Promise<Reply>, resume: Next): Promise<void> {
    const session = this.#session
    this.#finishing = true
    session.setPending(true)
    session.log.data(intake.size)
    const reply = await take()
    session.setPending(false)
    this.#finishing = false
    this.#intake = null
    const isClosed = session.isClosed()
    if (!isClosed) session.reply(reply)
    if (reply.code === 250) session.accepted(intake)
    session.state.transaction = null
    if (isClosed) session.end()
    else session.goOn(resume)
  }
}
