import type { RefusalCause } from '../../../shared/domain/session.ts'

/** What goes back over the wire: RFC 5321 §4.2, with the enhanced status code of RFC 3463 (null where none belongs). */
export interface Reply {
  readonly code: number
  readonly enhanced: string | null
  /** Sentences for whoever reads the client's error message; several lines for EHLO only. */
  readonly text: string | readonly string[]
  /** What decided, for the session's transcript; null where the text says it all. */
  readonly note: string | null
  /** Which setting said no; null where none did: a shutdown, a silence, something that is out of order just now. */
  readonly cause?: RefusalCause | null
}

/** A 4xx or 5xx reply. */
export interface Refusal extends Reply {
  readonly enhanced: string
  readonly text: string
  readonly cause: RefusalCause | null
}

const PROTOCOL: RefusalCause = { kind: 'protocol', name: null }

/** Without a cause it is the client that broke the protocol: commands that are unknown, out of order or malformed. */
export function refusal(
  code: number,
  enhanced: string,
  text: string,
  note: string | null = null,
  cause: RefusalCause | null = PROTOCOL,
): Refusal {
  return { code, enhanced, text, note, cause }
}

export function because(kind: RefusalCause['kind'], name: string | null = null): RefusalCause {
  return { kind, name }
}

export function accepted(code: number, enhanced: string | null, text: string | readonly string[]): Reply {
  return { code, enhanced, text, note: null }
}
