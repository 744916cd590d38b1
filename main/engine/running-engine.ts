/** What a running engine offers to whoever binds it to a transport or a command. */
import type { ConfigurationChange, Effect } from '../../shared/contract/configuration.ts'
import type { RouteTestEvent } from '../../shared/contract/routes.ts'
import type { Simulation } from '../../shared/contract/rules.ts'
import type { CertificateInfo } from '../../shared/contract/settings.ts'
import type { EventBatch, Status } from '../../shared/contract/system.ts'
import type { MessageId } from '../../shared/domain/id.ts'
import type { Route } from '../../shared/domain/route.ts'
import type { Backups } from './backup/backups.ts'
import type { AccountStore } from './config/account-store.ts'
import type { ConfigStore } from './config/config-store.ts'
import type { LookUp } from './config/try-dns.ts'
import type { DkimKeys } from './content/dkim-keys.ts'
import type { MessageReader } from './content/read/message-reader.ts'
import type { InboundLimits } from './inbound/limits/inbound-limits.ts'
import type { SignIns } from './oauth/sign-ins.ts'
import type { Logger } from './ports.ts'
import type { RecipientAddressChange } from './queue/operations/change-recipient.ts'
import type { OperationRunner } from './queue/operations/operation-runner.ts'
import type { QueueService } from './queue/queue-service.ts'
import type { SessionLog } from './sessions/session-log.ts'
import type { SimulationInput } from './simulate/simulate.ts'
import type { Statistics } from './statistics/statistics.ts'
import type { Storage } from './storage/storage.ts'
import type { Support } from './support/support.ts'

/**
 * serve    listens and delivers
 * offline  only the data folder is open: the queue and the configuration can be looked at and changed
 */
export type EngineMode = 'serve' | 'offline'

export interface Engine {
  readonly mode: EngineMode
  readonly folder: string
  readonly logger: Logger
  readonly storage: Storage
  readonly config: ConfigStore
  readonly accounts: AccountStore
  readonly limits: InboundLimits
  readonly dkim: DkimKeys
  /** Messages as people read them. */
  readonly reader: MessageReader
  readonly queue: QueueService
  readonly operations: OperationRunner
  readonly sessions: SessionLog
  readonly signIns: SignIns
  readonly statistics: Statistics
  readonly backups: Backups
  readonly support: Support
  /** Milliseconds since 1970, by the engine's clock. */
  now(): number
  status(): Promise<Status>
  /** Everything that changes, until the signal aborts; see status/event-hub.ts. */
  watch(signal?: AbortSignal): AsyncIterable<EventBatch>
  certificate(): Promise<CertificateInfo>
  /** Asks these DNS servers, or the system's, for a name. Rejects with EngineError INVALID for what is no server. */
  lookUp(name: string, servers: readonly string[]): Promise<LookUp>
  /** What a change would do besides being stored. Rejects with EngineError NOT_FOUND, CONFLICT or INVALID. */
  previewChange(change: ConfigurationChange): Promise<Effect[]>
  /** Tries a route without sending; a smart host without a password uses the stored one. */
  testRoute(route: Route, domain: string | null, signal: AbortSignal): AsyncIterable<RouteTestEvent>
  /** The hosts of a smart host route are tried again with its next message. Throws EngineError NOT_FOUND. */
  closeCircuits(route: string): void
  /**
   * Another address for a recipient that waits or is held. Rejects with EngineError NOT_FOUND, CONFLICT where it is in an
   * attempt, done, or waits for an undo window.
   */
  changeRecipient(change: RecipientAddressChange, actor: string): Promise<void>
  submit(message: SubmittedMessage): Promise<MessageId>
  /** "What would happen?" Rejects with EngineError NOT_FOUND or INVALID. */
  simulate(input: SimulationInput): Promise<Simulation>
  /**
   * Sends what waits for ETRN on a route, of one domain ("@" before it: and all below) or all; answers how many
   * messages. Rejects with EngineError NOT_FOUND, CONFLICT where the route does not wait, UNAVAILABLE.
   */
  startRoute(route: string, domain: string | null, actor: string): Promise<number>
  /** Stops accepting, lets deliveries finish or gives them back, closes the store. At most ten seconds. */
  stop(): Promise<void>
}

/** A message that a program of this computer hands in. */
export interface SubmittedMessage {
  /** '' is the null sender. */
  readonly sender: string
  readonly recipients: readonly string[]
  readonly content: Uint8Array
}
