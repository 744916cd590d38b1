import type { AuthResult } from '../../../shared/domain/rule.ts'
import type { LocalTime } from './time-window.ts'

/** What relay rules look at: one recipient of one message, and how it came in. */
export interface MailFacts {
  /** Without angle brackets; '' is the null sender. */
  readonly sender: string
  readonly recipient: string
  /** null where nobody signed in. */
  readonly account: string | null
  readonly listener: string | null
  /** Address of the client without port. */
  readonly client: string | null
  /** Name of the configured network that the client is in. */
  readonly network: string | null
  readonly tls: boolean
  readonly receivedAt: LocalTime
  /** unchecked: nobody checked, and no condition on a check is met. */
  readonly checks: AuthChecks | 'unchecked'
  /** Octets; null where it is not known yet (RCPT without SIZE at MAIL). */
  readonly size: number | null
  /** null while the message is not there, or nobody needed to read it. */
  readonly content: ContentFacts | null
}

/** null: not known yet. */
export interface AuthChecks {
  readonly spf: AuthResult | null
  readonly dkim: AuthResult | null
  readonly dmarc: AuthResult | null
}

/** What the message itself says; null where it is not known. */
export interface ContentFacts {
  /** Names in lower case, values unfolded and decoded. */
  readonly headers: readonly { readonly name: string; readonly value: string }[] | null
  readonly subject: string | null
  /** Addresses in the From field. */
  readonly headerFrom: readonly string[] | null
  readonly hasAttachment: boolean | null
  /** multipart/report; the null sender makes a report too, which the envelope tells. */
  readonly deliveryReport: boolean | null
}

export const NOT_CHECKED_YET: AuthChecks = { spf: null, dkim: null, dmarc: null }

/** What nobody knows at RCPT, and the time that it will be received at, near enough. */
export function factsToCome(receivedAt: LocalTime): Pick<MailFacts, 'receivedAt' | 'checks' | 'content'> {
  return { receivedAt, checks: NOT_CHECKED_YET, content: null }
}
