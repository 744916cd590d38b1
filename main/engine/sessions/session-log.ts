/** The live log: every SMTP conversation, inbound and outbound, while it happens and afterwards within bounds. */
import type { SessionBatch, SessionFilter } from '../../../shared/contract/sessions.ts'
import type { MessageId, SessionId } from '../../../shared/domain/id.ts'
import type { RefusalCause, SessionOutcome, SessionRow, TlsInfo } from '../../../shared/domain/session.ts'
import type { Tolerance } from '../../../shared/domain/tolerance.ts'
import type { Dispose } from '../ports.ts'

export interface SessionStart {
  readonly direction: 'inbound' | 'outbound'
  /** Listener or route. */
  readonly via: string
  readonly peerAddress: string
  readonly peerPort: number
  readonly peerName: string | null
  /** Name of the configured network of an inbound client. */
  readonly network?: string | null
  /** Ends the connection because somebody wants that: in order where the protocol has a way to. */
  readonly disconnect?: () => void
}

/** Writes one session. Calls are cheap, synchronous and never throw; what is written is redacted here, once. */
export interface SessionRecorder {
  readonly id: SessionId
  /** A line of the SMTP client, without CRLF: a command or an AUTH continuation. */
  client(line: string): void
  /** A reply line of the SMTP server, without CRLF; with what made Mailroom say no. */
  server(line: string, cause?: RefusalCause | null): void
  /** Message content went by: so many octets. */
  data(octets: number): void
  tls(info: TlsInfo): void
  note(text: string): void
  /** The text without what was hidden in this session: for words of the peer that are kept elsewhere too. */
  redact(text: string): string
  peerName(name: string): void
  account(username: string): void
  /** A relaxation of the device profile was needed: said once, with what it was needed for. */
  tolerated(tolerance: Tolerance, why: string): void
  message(id: MessageId): void
  end(outcome: Exclude<SessionOutcome, 'open'>, problem?: string): void
}

export interface SessionLog {
  open(start: SessionStart): SessionRecorder
  /** Open sessions and those not yet saved, newest first. */
  live(): readonly SessionRow[]
  /** Those of them that a filter finds, newest first. */
  find(filter: SessionFilter): readonly SessionRow[]
  /** Ends an open session; false where it has ended, or never was. */
  disconnect(id: SessionId): boolean
  /** A session that is still in memory; null where it is only in storage or unknown. */
  get(id: SessionId): SessionBatch | null
  /** What is there, then what comes, in batches of at most 20 a second; a slow reader loses lines, never slows mail. */
  watch(id: SessionId, signal: AbortSignal): AsyncIterable<SessionBatch>
  /** Hears of rows that changed, at most 20 times a second. */
  onChange(listener: (rows: readonly SessionRow[]) => void): Dispose
  /** Saves what is in memory; for stop. */
  flush(): Promise<void>
}
