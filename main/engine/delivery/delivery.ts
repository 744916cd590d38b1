/** What the scheduler asks of delivery: take these recipients of one message along one route, and say what became of each. */
import type { Readable } from 'node:stream'
import type { MessageId, SessionId } from '../../../shared/domain/id.ts'
import type { Envelope } from '../../../shared/domain/message.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { Reply } from '../../../shared/domain/reply.ts'
import type { Route } from '../../../shared/domain/route.ts'

export interface DeliveryRequest {
  readonly message: MessageId
  readonly envelope: Envelope
  readonly size: number
  readonly receivedAt: number
  readonly route: Route
  readonly recipients: readonly Recipient[]
  /** A fresh stream of the stored body at each call; CRLF line ends, not dot-stuffed. */
  readonly openBody: () => Promise<Readable>
  /** Ends the attempt early at stop: not yet accepted recipients come back as released. */
  readonly signal: AbortSignal
}

/**
 * delivered  the next hop answered 2xx to the message, or the mailbox file is synced
 * captured   kept by a capture route, and done
 * deferred   4xx, network, time-out, TLS, DNS, anything unclassified
 * refused    5xx that concerns this recipient or message
 * released   not tried: no connection free, aborted at stop
 */
export type RecipientOutcome = {
  readonly recipient: number
  readonly host: string | null
  readonly sessionId: SessionId | null
} & (
  | { readonly kind: 'delivered' | 'captured' | 'deferred' | 'refused'; readonly reply: Reply }
  | { readonly kind: 'released' }
)

export interface Delivery {
  /**
   * Never rejects: every failure is an outcome. Each recipient is reported exactly once, as soon as its fate is known,
   * so that an accepted one is recorded before anything else happens.
   */
  deliver(request: DeliveryRequest, onOutcome: (outcomes: readonly RecipientOutcome[]) => void): Promise<void>
  /** How many more messages this route can take now without waiting for a connection. */
  capacity(route: Route): number
  /** Closes idle connections, lets busy ones finish until the signal aborts. */
  stop(signal: AbortSignal): Promise<void>
}
