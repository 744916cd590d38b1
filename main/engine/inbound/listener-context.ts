import type { SMTPServer } from 'smtp-server'
import type { Listener } from '../../../shared/domain/config.ts'
import type { EngineConfig } from '../config/config-source.ts'
import type { BlockedClients } from './blocks/blocked-clients.ts'
import type { RefusalLog } from './blocks/refusal-log.ts'
import type { CredentialCheck } from './credential-check.ts'
import type { DiskWatcher } from './disk-watcher.ts'
import type { InboundDependencies } from './inbound.ts'
import type { SharedAddresses } from './shared-addresses.ts'

/** What the sessions of one listener share. Functions answer what holds now. */
export interface ListenerContext {
  readonly needs: InboundDependencies
  readonly listener: () => Listener
  readonly config: () => EngineConfig
  readonly credentials: CredentialCheck
  readonly disk: DiskWatcher
  readonly blocked: BlockedClients
  readonly refusals: RefusalLog
  readonly shared: SharedAddresses
  /** Open sessions, in all and of one client. */
  readonly sessionCount: () => number
  readonly sessionCountOf: (client: string) => number
  /** Resolves when a certificate can be shown. Rejects where there is none. */
  readonly certificateReady: () => Promise<void>
  /** Where STARTTLS of this client finds the certificate. */
  readonly tlsServer: () => TlsServer
}

export interface TlsServer {
  readonly server: SMTPServer
  /** The client's device profile asks for TLS 1.0, and the TLS library has none. */
  readonly oldTlsLacks: boolean
}

export const NO_OLD_TLS =
  'The device profile allows TLS 1.0 and 1.1, but the TLS library of this computer has them no more; the device needs a port without TLS, or newer firmware'
