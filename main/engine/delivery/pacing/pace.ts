/** The share of one attempt in what a route may send. */
import type { Room } from './room.ts'

export interface PaceLimits {
  readonly perTransaction: number | null
  readonly room: () => Room
  /** Reserves, or with negative numbers gives back. */
  readonly pending: (messages: number, recipients: number) => void
  readonly sent: (recipients: number) => void
}

/** Recipients of one transaction without a limit: every server must take as many (RFC 5321 §4.5.3.1.8). */
export const USUAL_RECIPIENTS = 100

/** What a transaction asks and tells. */
export type TransactionPace = Pick<Pace, 'perTransaction' | 'mayBegin' | 'sent'>

/** Both limits count. */
export function joinPaces(one: TransactionPace | undefined, other: TransactionPace): TransactionPace {
  if (one === undefined) return other
  return {
    perTransaction: Math.min(one.perTransaction, other.perTransaction),
    mayBegin: () => one.mayBegin() && other.mayBegin(),
    sent: (recipients) => {
      one.sent(recipients)
      other.sent(recipients)
    },
  }
}

export class Pace {
  /** How many recipients of the message may be sent to now. */
  readonly recipients: number
  /** At most in one transaction. */
  readonly perTransaction: number
  readonly #limits: PaceLimits
  #messages: number
  #reserved: number

  constructor(limits: PaceLimits, wanted: number) {
    const room = limits.room()
    this.#limits = limits
    this.perTransaction = limits.perTransaction ?? USUAL_RECIPIENTS
    this.recipients = Math.min(wanted, room.recipients, room.messages * this.perTransaction)
    this.#reserved = this.recipients
    this.#messages = Math.ceil(this.recipients / this.perTransaction)
    limits.pending(this.#messages, this.#reserved)
  }

  /** May another transaction begin? More than were reserved only where there is room for it. */
  mayBegin(): boolean {
    return this.#messages > 0 || this.#limits.room().messages > 0
  }

  /** A transaction to so many recipients came to its end, whatever the end was. */
  sent(recipients: number): void {
    const messages = Math.min(1, this.#messages)
    const reserved = Math.min(recipients, this.#reserved)
    this.#messages -= messages
    this.#reserved -= reserved
    this.#limits.pending(-messages, -reserved)
    this.#limits.sent(recipients)
  }

  /** Gives back what was not used. Calling it twice is harmless. */
  close(): void {
    this.#limits.pending(-this.#messages, -this.#reserved)
    this.#messages = 0
    this.#reserved = 0
  }
}
