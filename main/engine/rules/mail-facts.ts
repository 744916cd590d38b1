/** What relay rules look at: one recipient of one message, and how it came in. */
export interface MailFacts {
  /** Without angle brackets; '' is the null sender. */
  readonly sender: string
  readonly recipient: string
  readonly account: string | null
  readonly listener: string | null
  /** Address of the client without port. */
  readonly client: string | null
  /** Octets; null where it is not known yet (RCPT without SIZE at MAIL). */
  readonly size: number | null
}
