/** What comes in: listeners, their sessions, and the certificate they show. */
import type { CertificateInfo } from '../../../shared/contract/settings.ts'
import type { ListenerStatus } from '../../../shared/contract/system.ts'
import type { MessageId } from '../../../shared/domain/id.ts'
import type { AccountDirectory, EngineConfig } from '../config/config-source.ts'
import type { Examine } from '../content/examine-message.ts'
import type { Ports } from '../ports.ts'
import type { QueueService } from '../queue/queue-service.ts'
import type { SessionLog } from '../sessions/session-log.ts'
import type { QueueStorage, SetupStorage } from '../storage/storage.ts'
import type { InboundLimits } from './limits/inbound-limits.ts'
import type { SharedAddress } from './shared-addresses.ts'

export interface Inbound {
  /** Binds every enabled listener. A port that cannot be bound is a status, not an error; the rest runs. */
  start(config: EngineConfig): Promise<void>
  /** Goes over to another configuration: only listeners whose address, port or TLS changed are closed and opened. */
  apply(config: EngineConfig): Promise<void>
  /** Accepts nothing new, answers 421, lets messages that are being received finish until the signal aborts. */
  stop(signal: AbortSignal): Promise<void>
  statuses(): ListenerStatus[]
  /** Resolves when the certificate is there; the first one takes a moment. */
  certificate(): Promise<CertificateInfo>
  disk(): { readonly freeBytes: number; readonly low: boolean }
  /** Addresses behind which many clients seem to be. */
  sharedAddresses(): readonly SharedAddress[]
}

export interface InboundDependencies {
  readonly ports: Pick<Ports, 'clock' | 'random' | 'secrets' | 'logger' | 'freeDiskBytes'>
  readonly dataFolder: string
  readonly storage: Pick<QueueStorage, 'createBody'> & Pick<SetupStorage, 'getValue' | 'setValue'>
  readonly queue: Pick<QueueService, 'receive'>
  readonly accounts: AccountDirectory
  readonly limits: InboundLimits
  readonly sessions: Pick<SessionLog, 'open'>
  readonly newMessageId: () => MessageId
  readonly decideAtRcpt: DecideAtRcpt
  /** Looks at a message while it comes in; absent: nothing is looked at. */
  readonly examine?: Examine
  /** Starts mail that waits for ETRN (RFC 1985). Rejects where that cannot be done now. */
  readonly etrn: StartWaiting
  /** Hears when a listener's status or the certificate changed; cheap. */
  readonly onChange: () => void
  /** Names and addresses of this computer, for the generated certificate. Default: what the system says. */
  readonly ownNames?: () => readonly string[]
}

/** Do the relay rules refuse this recipient? Asked once for each RCPT, before the message is there. */
export type DecideAtRcpt = (facts: RcptFacts) => RcptDecision

export interface RcptFacts {
  /** '' is the null sender. */
  readonly sender: string
  readonly recipient: string
  readonly account: string | null
  readonly listener: string
  readonly client: string
  /** Name of the configured network that the client is in. */
  readonly network: string | null
  readonly tls: boolean
  /** As announced with SIZE=; null where it was not. */
  readonly size: number | null
}

export type RcptDecision =
  | { readonly kind: 'accept' }
  | {
      readonly kind: 'reject'
      readonly code: number
      readonly enhanced: string
      readonly text: string
      readonly rule: string
    }

export type StartWaiting = (request: EtrnRequest) => Promise<EtrnAnswer>

export interface EtrnRequest {
  /** As the client wrote it: "office.test", "@office.test" for all below it too, "#route" (RFC 1985 §5.3). */
  readonly domain: string
  /** Normalised address of the client. */
  readonly client: string
  /** Has it signed in, or is it trusted? Others may ask only where a route lists them. */
  readonly privileged: boolean
}

export type EtrnAnswer =
  | { readonly kind: 'started'; readonly messages: number }
  /** The client may ask, and nothing waits. */
  | { readonly kind: 'nothing' }
  /** No route that waits for ETRN serves this domain. */
  | { readonly kind: 'unknown-domain' }
  | { readonly kind: 'not-allowed' }
