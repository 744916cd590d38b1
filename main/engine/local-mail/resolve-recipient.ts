/** Who gets what is addressed to somebody: aliases and groups are expanded, unknown people refused. Pure. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { findLocal } from './find-local.ts'
import { addressKey, type LocalConfig } from './local-directory.ts'

/**
 * deliver   to these addresses; `expanded` where they are others than the one that was asked for
 * unknown   nobody of that name: 550 5.1.1
 * internal  an alias that only the office may write to: 550 5.7.1
 */
export type Resolution =
  | { readonly kind: 'deliver'; readonly addresses: readonly string[]; readonly expanded: boolean }
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'internal'; readonly text: string }

/** @param trusted has the client signed in, or is it in a trusted network, or on this computer? */
export function resolveRecipient(config: LocalConfig, address: string, trusted: boolean): Resolution {
  const { mailboxes, aliases, catchAll } = config.localMail
  if (mailboxes.length + aliases.length + catchAll.length === 0)
    return { kind: 'deliver', addresses: [address], expanded: false }
  const found = findLocal(config, address)
  switch (found.kind) {
    case 'elsewhere':
    case 'mailbox':
      return { kind: 'deliver', addresses: [address], expanded: false }
    case 'unknown':
      return {
        kind: 'unknown',
        text: `There is no mailbox <${address}> here; check the spelling, or ask ${config.postmaster}`,
      }
    case 'alias':
      if (found.alias.internal && !trusted)
        return {
          kind: 'internal',
          text: `<${address}> takes mail of its own office only; write to one of its people, or sign in first`,
        }
      return expanded(config, address, found.alias.members)
    case 'office':
    case 'catch-all':
      return expanded(config, address, [found.to])
    default:
      return assertNever(found)
  }
}

/**
 * Members in their order, each once, aliases among them expanded in their turn; one that has been seen is passed over,
 * so that circles end. A circle with nobody in it leaves the address as it is: its mail is shown, not lost.
 */
function expanded(config: LocalConfig, address: string, members: readonly string[]): Resolution {
  const seen = new Set([addressKey(address)])
  const addresses: string[] = []
  const waiting = [...members]
  for (let member = waiting.shift(); member !== undefined; member = waiting.shift()) {
    const key = addressKey(member)
    if (seen.has(key)) continue
    seen.add(key)
    const found = findLocal(config, member)
    if (found.kind === 'alias') waiting.unshift(...found.alias.members)
    else if (found.kind === 'office' || found.kind === 'catch-all') waiting.unshift(found.to)
    else addresses.push(member)
  }
  if (addresses.length === 0) return { kind: 'deliver', addresses: [address], expanded: false }
  return { kind: 'deliver', addresses, expanded: true }
}

/** Where Mailroom itself writes to (reports, copies): as resolveRecipient, but never refused. */
export function expandAddress(config: LocalConfig, address: string): readonly string[] {
  const resolution = resolveRecipient(config, address, true)
  return resolution.kind === 'deliver' ? resolution.addresses : [address]
}
