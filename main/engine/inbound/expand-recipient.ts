/** Whom RCPT adds to a transaction: the address itself, or those that it stands for. */
import { splitAddress } from '../../../shared/domain/address.ts'
import { resolveRecipient } from '../local-mail/resolve-recipient.ts'
import type { NewRecipient } from '../storage/storage.ts'
import { because, type Refusal, refusal } from './reply.ts'
import { isTrusted, type SessionState, type Transaction } from './session-state.ts'

export interface Expansion {
  /** As it was asked for, with its domain. */
  readonly asked: string
  readonly addresses: readonly string[]
  /** Do they stand for another address? */
  readonly expanded: boolean
}

/** Refused where nobody of that name is here: whoever sends must hear it now, a bounce later would be backscatter. */
export function expandRecipient(
  state: SessionState,
  asked: string,
): Expansion | { readonly refused: Refusal } {
  const config = state.config()
  const resolution = resolveRecipient(config, asked, state.account !== null || isTrusted(state))
  switch (resolution.kind) {
    case 'deliver':
      return { asked, addresses: resolution.addresses, expanded: resolution.expanded }
    case 'unknown':
      return {
        refused: refusal(
          550,
          '5.1.1',
          resolution.text,
          `<${asked}> is not known in local mail`,
          because('local-mail'),
        ),
      }
    case 'internal':
      return {
        refused: refusal(
          550,
          '5.7.1',
          resolution.text,
          `<${asked}> is an internal alias`,
          because('local-mail'),
        ),
      }
  }
}

/** How many recipients the transaction gets more. */
export function countNew({ recipients }: Transaction, { addresses }: Expansion): number {
  return addresses.filter((address) => !recipients.has(recipientKey(address))).length
}

/**
 * An address that is named itself replaces an earlier one; a member of an alias does not, so that nobody gets a message
 * twice and what was asked for by name counts. ORCPT keeps what the sender knows (RFC 3461 §5.2.7.1).
 */
export function addRecipients(
  { recipients }: Transaction,
  { asked, addresses, expanded }: Expansion,
  parameters: Omit<NewRecipient, 'address'>,
): void {
  const group = addresses.length > 1 ? { expandedFrom: asked } : {}
  const originalRecipient = parameters.originalRecipient ?? (expanded ? `rfc822;${asked}` : null)
  for (const address of addresses) {
    const key = recipientKey(address)
    if (!expanded || !recipients.has(key))
      recipients.set(key, { address, ...parameters, originalRecipient, ...group })
  }
}

/** The domain compares without case. */
function recipientKey(address: string): string {
  const { local, domain } = splitAddress(address)
  return `${local}@${domain}`
}
