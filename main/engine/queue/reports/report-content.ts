/** What a report to the sender is about; composed by compose-report.ts. Times are milliseconds since 1970. */
import type { Reply } from '../../../../shared/domain/reply.ts'

/**
 * refused   the next hop, or the mailbox, said no for good
 * rule      a relay rule of this server refused it
 * operator  the operator of this server returned it
 * expired   given up after the retry time; the reply is the last one
 * delayed   still being tried; the reply is the last one
 * delivered it is in the mailbox
 * relayed   the next hop has it, and does not report further (RFC 3461 §5.2.2)
 * expanded  it went on to the members of a group (RFC 3461 §5.2.7.2)
 */
export type ReportCause =
  | 'refused'
  | 'rule'
  | 'operator'
  | 'expired'
  | 'delayed'
  | 'delivered'
  | 'relayed'
  | 'expanded'

/** One report is about one of them; failed and delayed go in the commit of what they report, delivered after it. */
export type ReportKind = 'failed' | 'delayed' | 'delivered'

export function reportKindOf(cause: ReportCause): ReportKind {
  switch (cause) {
    case 'delayed':
      return 'delayed'
    case 'delivered':
    case 'relayed':
    case 'expanded':
      return 'delivered'
    default:
      return 'failed'
  }
}

export interface ReportedRecipient {
  readonly address: string
  /** ORCPT, "rfc822;user@example.test", decoded. */
  readonly originalRecipient: string | null
  readonly cause: ReportCause
  readonly reply: Reply
  /** Who gave the reply, "mx1.provider.test [192.0.2.7]"; null where it was nobody else. */
  readonly host: string | null
  /** null where it was not tried, or nobody knows when. */
  readonly lastAttemptAt: number | null
  /** For delayed: until when it will be tried. */
  readonly retryUntil: number | null
  /** What relay rules made of the address for the next hop; absent where they left it. */
  readonly sentTo?: string
}

/** Delivered here: what Mailroom notes of it, as the path of a file, is no business of the sender's. */
export function isOwnSuccess({ cause, host }: ReportedRecipient): boolean {
  return reportKindOf(cause) === 'delivered' && host === null
}

/** The reporting server: its name, and the address of the person who looks after it. */
export interface Reporter {
  readonly hostname: string
  readonly postmaster: string
}

/** What the report says of the message it is about. */
export interface ReportedMessage {
  readonly id: string
  readonly sender: string
  readonly envid: string | null
  readonly ret: 'full' | 'hdrs' | null
  readonly smtpUtf8: boolean
  readonly receivedAt: number
}

/** RFC 5322 §3.3, in UTC. */
export function formatDate(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000')
}
