/** What one address of a local domain is, before anything is expanded. Pure. */
import { splitAddress } from '../../../shared/domain/address.ts'
import type { Alias, Mailbox } from '../../../shared/domain/local-mail.ts'
import { addressKey, directoryOf, type LocalConfig, type LocalDirectory } from './local-directory.ts'

/**
 * elsewhere  the domain is not local
 * mailbox    a listed mailbox, also by a sub-address; `mailbox` is null in a domain that takes every address
 * alias      one address or several in its place
 * office     postmaster@ or abuse@, which every domain has (RFC 5321 §4.5.1, RFC 2142)
 * catch-all  unknown, and the domain has somebody who gets such mail
 * unknown    nobody
 */
export type LocalAddress =
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'mailbox'; readonly mailbox: Mailbox | null; readonly base: string }
  | { readonly kind: 'alias'; readonly alias: Alias }
  | { readonly kind: 'office'; readonly to: string }
  | { readonly kind: 'catch-all'; readonly to: string }
  | { readonly kind: 'unknown' }

export function findLocal(config: LocalConfig, address: string): LocalAddress {
  const directory = directoryOf(config)
  const key = addressKey(address)
  const { local, domain } = splitAddress(key)
  if (!directory.domains.has(domain)) return { kind: 'elsewhere' }
  const found = lookUp(directory, key, address)
  if (found) return found
  const base = baseOf(directory, local, domain)
  const known = base === null ? null : lookUp(directory, base, base)
  if (known) return known
  if (!directory.closedDomains.has(domain))
    return { kind: 'mailbox', mailbox: null, base: openBase(directory, address) }
  if (OFFICES.has(local)) return { kind: 'office', to: config.postmaster }
  const to = directory.catchAll.get(domain)
  return to === undefined ? { kind: 'unknown' } : { kind: 'catch-all', to }
}

const OFFICES: ReadonlySet<string> = new Set(['postmaster', 'abuse'])

function lookUp(
  directory: LocalDirectory,
  key: string,
  address: string,
): Extract<LocalAddress, { kind: 'mailbox' | 'alias' }> | null {
  const mailbox = directory.mailboxes.get(key)
  if (mailbox) return { kind: 'mailbox', mailbox, base: mailbox.address }
  const alias = directory.aliases.get(key)
  return alias ? { kind: 'alias', alias: { ...alias, address } } : null
}

/** "user+tag@" without its tag (RFC 5233); null where there is none. */
function baseOf({ separator }: LocalDirectory, local: string, domain: string): string | null {
  const at = separator === '' ? -1 : local.indexOf(separator)
  return at <= 0 ? null : `${local.slice(0, at)}@${domain}`
}

/**
 * Where nobody is listed, "+" still parts the tag from the user. "-" does not: it stands in names ("jean-paul"), and
 * nothing says whether "jean" exists.
 */
function openBase(directory: LocalDirectory, address: string): string {
  if (directory.separator !== '+') return address
  const { local, domain } = splitAddress(address)
  return baseOf(directory, local, domain) ?? address
}
