/** What VRFY and EXPN may say of an address to those who may ask (RFC 5321 §3.5). Pure. */
import { findLocal } from './find-local.ts'
import { directoryOf, type LocalConfig } from './local-directory.ts'
import { resolveRecipient } from './resolve-recipient.ts'

/**
 * exists     250, with the full address          ambiguous  553, with those that it could be
 * elsewhere  252: not ours to say                unknown    550
 */
export type Verification =
  | { readonly kind: 'exists'; readonly address: string }
  | { readonly kind: 'ambiguous'; readonly addresses: readonly string[] }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'unknown' }

/** Takes a full address, or a name alone, which is looked for in every local domain. */
export function verifyAddress(config: LocalConfig, address: string): Verification {
  if (address.includes('@')) return verifyFull(config, address)
  const candidates = [...directoryOf(config).domains].map((domain) => `${address}@${domain}`)
  const found = candidates.filter((candidate) => isNamed(config, candidate))
  const [first] = found
  if (first === undefined) return { kind: 'unknown' }
  return found.length === 1 ? { kind: 'exists', address: first } : { kind: 'ambiguous', addresses: found }
}

function verifyFull(config: LocalConfig, address: string): Verification {
  const { kind } = findLocal(config, address)
  if (kind === 'elsewhere') return { kind: 'elsewhere' }
  return kind === 'unknown' ? { kind: 'unknown' } : { kind: 'exists', address }
}

/** Listed by name: a catch-all, or a domain that takes everything, is no answer to a bare name. */
function isNamed(config: LocalConfig, address: string): boolean {
  const found = findLocal(config, address)
  return (
    found.kind === 'alias' || found.kind === 'office' || (found.kind === 'mailbox' && found.mailbox !== null)
  )
}

/**
 * list       250, one line a member, nested ones expanded     not-a-list  550: a mailbox, or nobody
 * elsewhere  252                                              ambiguous   553
 */
export type Expansion =
  | { readonly kind: 'list'; readonly members: readonly string[] }
  | { readonly kind: 'not-a-list' }
  | Exclude<Verification, { kind: 'exists' | 'unknown' }>

export function expandAlias(config: LocalConfig, address: string): Expansion {
  const verified = verifyAddress(config, address)
  if (verified.kind === 'elsewhere' || verified.kind === 'ambiguous') return verified
  if (verified.kind === 'unknown' || findLocal(config, verified.address).kind !== 'alias')
    return { kind: 'not-a-list' }
  const resolution = resolveRecipient(config, verified.address, true)
  return { kind: 'list', members: resolution.kind === 'deliver' ? resolution.addresses : [] }
}
