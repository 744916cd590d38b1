/** How long to wait for a peer, in milliseconds: RFC 5321 §4.5.3.2. */
export interface SmtpTimeouts {
  /** TCP connection, all addresses of a host together. */
  readonly connect: number
  /** Greeting, and every reply up to the end of AUTH. */
  readonly greeting: number
  /** Replies to MAIL and RCPT, and to the DATA that is pipelined with them, whose own is shorter. */
  readonly envelope: number
  /** Reply to a DATA that was sent alone. */
  readonly data: number
  /** Progress of the message content, and each 64 KiB of it. */
  readonly block: number
  /** Reply to the final dot. */
  readonly end: number
  /** Reply to RSET between messages; an idle connection that fails it is closed. */
  readonly reset: number
}

const MINUTE = 60_000

/** The RFC's minima, except for the TCP connection, which it leaves to the sender. */
export const SMTP_TIMEOUTS: SmtpTimeouts = {
  connect: 30_000,
  greeting: 5 * MINUTE,
  envelope: 5 * MINUTE,
  data: 2 * MINUTE,
  block: 3 * MINUTE,
  end: 10 * MINUTE,
  reset: MINUTE,
}

/** Code of the error of a peer that takes content more slowly than `block` allows. */
export const TOO_SLOW = 'ETOOSLOW'
