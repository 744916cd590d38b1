/** Whose rights hold for the mail of a session: those of the account, else those of the client's named network. */
import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import type { RefusalCause } from '../../../shared/domain/session.ts'
import type { FromRights } from './from-check.ts'
import type { InboundLimits } from './limits/inbound-limits.ts'
import type { Sender } from './limits/sending-limits.ts'
import { because, type Refusal } from './reply.ts'
import { known, type SessionState } from './session-state.ts'

/** Who is counted; null for clients that nobody named. */
export function senderOf(state: SessionState): Sender | null {
  const { account, client } = state
  if (account) return { kind: 'account', username: account.username, limits: account.limits }
  const { network } = known(state)
  return network && { kind: 'network', network: network.name, client, limits: network.limits }
}

/** Which addresses the From field may hold; null where it may hold any. */
export function fromRightsOf(state: SessionState): FromRights | null {
  const { account } = state
  const { network } = known(state)
  if (account) return restricted(account.allowedFrom, 'this account', because('account', account.username))
  if (!network?.trusted) return null
  return restricted(network.allowedFrom, `network ${network.name}`, because('network', network.name))
}

function restricted(allowed: readonly string[], wire: string, cause: RefusalCause): FromRights | null {
  return allowed.includes('*') ? null : { allowed, wire, log: `${cause.kind} ${cause.name}`, cause }
}

export interface MaxSize {
  readonly octets: number
  /** As it is configured. */
  readonly text: string
  /** Whose limit it is. */
  readonly cause: RefusalCause
}

/** The smaller one of the listener's, and the account's or the network's. */
export function maxSizeOf(state: SessionState): MaxSize {
  const { maxSize, name } = state.listener()
  const own = state.account ?? known(state).network
  const listeners = { octets: parseByteSize(maxSize), text: maxSize, cause: because('listener', name) }
  if (own?.maxSize === undefined || parseByteSize(own.maxSize) >= listeners.octets) return listeners
  const cause = 'username' in own ? because('account', own.username) : because('network', own.name)
  return { octets: parseByteSize(own.maxSize), text: own.maxSize, cause }
}

/** MAIL: is there room for one more message of this sender, and at this pace? Counts for the pace. */
export function mayBegin(state: SessionState, limits: InboundLimits): Refusal | null {
  const sender = senderOf(state)
  return (sender && limits.sending.mayBegin(sender)) ?? limits.rates.message(state.client)
}

/** RCPT: the same for one more recipient, beside those that the message has. */
export function mayAdd(state: SessionState, recipients: number, limits: InboundLimits): Refusal | null {
  const sender = senderOf(state)
  return (sender && limits.sending.mayAdd(sender, recipients)) ?? limits.rates.recipient(state.client)
}
