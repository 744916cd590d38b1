/** What goes back over the wire: RFC 5321 §4.2, with the enhanced status code of RFC 3463 (null where none belongs). */
export interface Reply {
  readonly code: number
  readonly enhanced: string | null
  /** Sentences for whoever reads the client's error message; several lines for EHLO only. */
  readonly text: string | readonly string[]
  /** What decided, for the session's transcript; null where the text says it all. */
  readonly note: string | null
}

/** A 4xx or 5xx reply. */
export interface Refusal extends Reply {
  readonly enhanced: string
  readonly text: string
}

export function refusal(code: number, enhanced: string, text: string, note: string | null = null): Refusal {
  return { code, enhanced, text, note }
}

export function accepted(code: number, enhanced: string | null, text: string | readonly string[]): Reply {
  return { code, enhanced, text, note: null }
}
