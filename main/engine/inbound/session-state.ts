/** What one SMTP session knows; the commands read it and change it, the connection carries it. */
import type { Listener } from '../../../shared/domain/config.ts'
import type { Envelope } from '../../../shared/domain/message.ts'
import type { EngineConfig } from '../config/config-source.ts'
import type { NewRecipient, StoredAccount } from '../storage/storage.ts'
import { isInNetworks } from './client-network.ts'

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
  /** What isTrusted found for this listener as it was; it asks several times for each message. */
  trust: { readonly listener: Listener; readonly trusted: boolean } | null
}

export function newSessionState(
  listener: SessionState['listener'],
  config: SessionState['config'],
  client: string,
): SessionState {
  return { listener, config, client, tls: null, hello: null, account: null, transaction: null, trust: null }
}

/** From MAIL to the reply to the message. */
export interface Transaction {
  readonly envelope: Envelope
  /** Announced with SIZE=; null where it was not. */
  readonly announcedSize: number | null
  /** By address, domain in lower case: a repeated recipient replaces the earlier one. */
  readonly recipients: Map<string, NewRecipient>
}

export function isTrusted(state: SessionState): boolean {
  const listener = state.listener()
  if (state.trust?.listener !== listener)
    state.trust = { listener, trusted: isInNetworks(state.client, listener.trustedNetworks) }
  return state.trust.trusted
}

/** May a password cross this connection as it is now? */
export function mayAuthenticate(state: SessionState): boolean {
  const listener = state.listener()
  if (listener.auth === 'off') return false
  return state.tls !== null || (listener.authInClear && isTrusted(state))
}

/** RFC 3207 §4.2: what was said before TLS counts no more. */
export function forget(state: SessionState): void {
  state.hello = null
  state.account = null
  state.transaction = null
}
