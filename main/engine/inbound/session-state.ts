/** What one SMTP session knows; the commands read it and change it, the connection carries it. */

import type { ClientNetwork } from '../../../shared/domain/client-network.ts'
import type { Listener } from '../../../shared/domain/config.ts'
import type { Envelope } from '../../../shared/domain/message.ts'
import type { EngineConfig } from '../config/config-source.ts'
import type { NewRecipient, StoredAccount } from '../storage/storage.ts'
import type { ChunkedMessage } from './chunked-message.ts'
import { type KnownClient, knownClient } from './known-client.ts'

export interface SessionState {
  /** As it is now: a change of the configuration counts from the next command on. */
  readonly listener: () => Listener
  readonly config: () => EngineConfig
  /** Normalised address of the client. */
  readonly client: string
  tls: { readonly protocol: string; readonly cipher: string } | null
  hello: { readonly verb: 'EHLO' | 'HELO'; readonly name: string } | null
  account: StoredAccount | null
  transaction: Transaction | null
  /** What `known` found for the listener and the networks as they were; it is asked several times for each message. */
  known: {
    readonly listener: Listener
    readonly networks: readonly ClientNetwork[]
    readonly client: KnownClient
  } | null
}

export function newSessionState(
  listener: SessionState['listener'],
  config: SessionState['config'],
  client: string,
): SessionState {
  return { listener, config, client, tls: null, hello: null, account: null, transaction: null, known: null }
}

/** From MAIL to the reply to the message. */
export interface Transaction {
  readonly envelope: Envelope
  /** Announced with SIZE=; null where it was not. */
  readonly announcedSize: number | null
  /** By address, domain in lower case: a repeated recipient replaces the earlier one. */
  readonly recipients: Map<string, NewRecipient>
  /** What came with BDAT so far; null before the first one, and where DATA is used. */
  chunks: ChunkedMessage | null
}

/** The message is given up before it was complete: nothing of it is kept. */
export function dropTransaction(state: SessionState): void {
  void state.transaction?.chunks?.abort()
  state.transaction = null
}

/** The client's network, trust and device profile, as they are configured now. */
export function known(state: SessionState): KnownClient {
  const listener = state.listener()
  const { networks } = state.config()
  if (state.known?.listener !== listener || state.known.networks !== networks)
    state.known = { listener, networks, client: knownClient(networks, listener, state.client) }
  return state.known.client
}

export function isTrusted(state: SessionState): boolean {
  return known(state).trusted
}

/** May a password cross this connection as it is now? */
export function mayAuthenticate(state: SessionState): boolean {
  if (state.listener().auth === 'off') return false
  return state.tls !== null || isClearAllowed(state) || isAuthInClearTolerated(state)
}

/** Would it not, but for the device profile? */
export function isAuthInClearTolerated(state: SessionState): boolean {
  return state.tls === null && !isClearAllowed(state) && known(state).tolerates.has('auth-in-clear')
}

function isClearAllowed(state: SessionState): boolean {
  return state.listener().authInClear && isTrusted(state)
}

/** RFC 3207 §4.2: what was said before TLS counts no more. */
export function forget(state: SessionState): void {
  state.hello = null
  state.account = null
  dropTransaction(state)
}
