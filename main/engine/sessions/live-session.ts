import type { SessionBatch, SessionFilter } from '../../../shared/contract/sessions.ts'
import type { MessageId, SessionId } from '../../../shared/domain/id.ts'
import type { RefusalCause, SessionOutcome, SessionRow, TlsInfo } from '../../../shared/domain/session.ts'
import type { Tolerance } from '../../../shared/domain/tolerance.ts'
import { matchesSession } from './matches-session.ts'
import { Redactor } from './redact.ts'
import { replyCodes } from './reply-codes.ts'
import type { SessionRecorder, SessionStart } from './session-log.ts'
import { Transcript } from './transcript.ts'

/** Message ids of one session that are kept; a busy client may send thousands over one connection. */
const MOST_MESSAGES = 500

/** Different reply codes of one session that are kept, to be searched for. */
const MOST_CODES = 64

/** One session in memory. Every change is told to `changed`, which must be cheap. */
export class LiveSession implements SessionRecorder {
  readonly id: SessionId
  readonly #start: Omit<SessionStart, 'disconnect'>
  /** Let go at the end: the connection behind it need not outlive its socket until the session is saved. */
  #disconnect: (() => void) | null
  readonly #startedAt: number
  readonly #now: () => number
  readonly #changed: (session: LiveSession) => void
  readonly #redactor = new Redactor()
  readonly #transcript = new Transcript()
  readonly #messages: MessageId[] = []
  #peerName: string | null
  #account: string | null = null
  readonly #tolerated: Tolerance[] = []
  #tls: TlsInfo | null = null
  #outcome: SessionOutcome = 'open'
  #endedAt: number | null = null
  #problem: string | null = null
  #cause: RefusalCause | null = null
  readonly #codes = new Set<string>()

  constructor(
    id: SessionId,
    start: SessionStart,
    now: () => number,
    changed: (session: LiveSession) => void,
  ) {
    this.id = id
    const { disconnect = null, ...rest } = start
    this.#start = rest
    this.#disconnect = disconnect
    this.#peerName = start.peerName
    this.#now = now
    this.#startedAt = now()
    this.#changed = changed
  }

  get ended(): boolean {
    return this.#outcome !== 'open'
  }

  client(line: string): void {
    this.#add('client', this.#redactor.client(line))
  }

  server(line: string, cause: RefusalCause | null = null): void {
    const shown = this.#redactor.server(line)
    if (/^[45]\d\d[ -]/.test(shown)) this.#problem = shown
    for (const code of replyCodes(shown)) if (this.#codes.size < MOST_CODES) this.#codes.add(code)
    if (cause !== null && !this.ended) this.#noteCause(cause)
    this.#add('server', shown, cause)
  }

  /** What follows from a refusal ("DATA without a recipient") does not take its place. */
  #noteCause(cause: RefusalCause): void {
    if (cause.kind !== 'protocol' || this.#cause === null) this.#cause = cause
  }

  data(octets: number): void {
    this.#add('data', `message, ${octets} octets`)
  }

  tls(info: TlsInfo): void {
    this.#tls = info
    const trust =
      info.verified === null ? '' : info.verified ? ', certificate verified' : ', certificate not verified'
    this.#add('tls', `${info.protocol}, ${info.cipher}${trust}`)
  }

  note(text: string): void {
    this.#add('note', this.#redactor.text(text))
  }

  redact(text: string): string {
    return this.#redactor.text(text)
  }

  peerName(name: string): void {
    this.#peerName = name
    this.#changed(this)
  }

  account(username: string): void {
    this.#account = username
    this.#changed(this)
  }

  tolerated(tolerance: Tolerance, why: string): void {
    if (this.#tolerated.includes(tolerance)) return
    this.#tolerated.push(tolerance)
    this.note(`Tolerated by the device profile (${tolerance}): ${why}`)
  }

  message(id: MessageId): void {
    if (this.#messages.length < MOST_MESSAGES) this.#messages.push(id)
    this.#changed(this)
  }

  /** A second end changes nothing: the first cause is the one that counts. */
  end(outcome: Exclude<SessionOutcome, 'open'>, problem?: string): void {
    if (this.ended) return
    this.#outcome = outcome
    this.#endedAt = this.#now()
    if (problem !== undefined) this.#problem = this.#redactor.text(problem)
    else if (outcome === 'completed') this.#problem = null
    this.#disconnect = null
    this.#changed(this)
  }

  row(): SessionRow {
    return {
      id: this.id,
      direction: this.#start.direction,
      outcome: this.#outcome,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      via: this.#start.via,
      peerAddress: this.#start.peerAddress,
      peerPort: this.#start.peerPort,
      peerName: this.#peerName,
      tls: this.#tls,
      account: this.#account,
      network: this.#start.network ?? null,
      tolerated: [...this.#tolerated],
      messageIds: [...this.#messages],
      lineCount: this.#transcript.count,
      problem: this.#problem,
      cause: this.#cause,
    }
  }

  /** Distinct codes of its replies, plain and enhanced. */
  codes(): readonly string[] {
    return [...this.#codes]
  }

  /** Does a filter find it? */
  matches(filter: SessionFilter): boolean {
    const lines = () => this.#transcript.after(0).lines.map((line) => line.text)
    return matchesSession(filter, { row: this.row(), codes: this.#codes, lines })
  }

  /** False where it has ended. */
  disconnect(): boolean {
    if (!this.#disconnect) return false
    this.note('Ended by hand')
    this.#disconnect()
    return true
  }

  /** The session with its lines after a number. */
  batch(after = 0): SessionBatch {
    return { session: this.row(), ...this.#transcript.after(after) }
  }

  #add(
    kind: 'client' | 'server' | 'data' | 'tls' | 'note',
    text: string,
    cause: RefusalCause | null = null,
  ): void {
    if (this.ended) return
    this.#transcript.add(this.#now(), kind, text, cause)
    this.#changed(this)
  }
}
