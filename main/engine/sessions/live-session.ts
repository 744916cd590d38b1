import type { SessionBatch } from '../../../shared/contract/sessions.ts'
import type { MessageId, SessionId } from '../../../shared/domain/id.ts'
import type { SessionOutcome, SessionRow, TlsInfo } from '../../../shared/domain/session.ts'
import type { Tolerance } from '../../../shared/domain/tolerance.ts'
import { Redactor } from './redact.ts'
import type { SessionRecorder, SessionStart } from './session-log.ts'
import { Transcript } from './transcript.ts'

/** Message ids of one session that are kept; a busy client may send thousands over one connection. */
const MOST_MESSAGES = 500

/** One session in memory. Every change is told to `changed`, which must be cheap. */
export class LiveSession implements SessionRecorder {
  readonly id: SessionId
  readonly #start: SessionStart
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

  constructor(
    id: SessionId,
    start: SessionStart,
    now: () => number,
    changed: (session: LiveSession) => void,
  ) {
    this.id = id
    this.#start = start
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

  server(line: string): void {
    const shown = this.#redactor.server(line)
    if (/^[45]\d\d[ -]/.test(shown)) this.#problem = shown
    this.#add('server', shown)
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
      cause: null,
    }
  }

  /** The session with its lines after a number. */
  batch(after = 0): SessionBatch {
    return { session: this.row(), ...this.#transcript.after(after) }
  }

  #add(kind: 'client' | 'server' | 'data' | 'tls' | 'note', text: string): void {
    if (this.ended) return
    this.#transcript.add(this.#now(), kind, text)
    this.#changed(this)
  }
}
