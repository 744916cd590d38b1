import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import { findLocal } from './find-local.ts'
import type { LocalConfig } from './local-directory.ts'

export interface MailboxOf {
  /** Address of the mailbox that keeps the mail: without a tag. */
  readonly base: string
  /** Octets; null for no limit. */
  readonly quota: number | null
}

/** The mailbox of an address, local or not: a Maildir route may keep mail of any domain. Pure. */
export function mailboxOf(config: LocalConfig, address: string): MailboxOf {
  const found = findLocal(config, address)
  const base = found.kind === 'mailbox' ? found.base : address
  const quota = (found.kind === 'mailbox' ? found.mailbox?.quota : undefined) ?? config.localMail.quota
  return { base, quota: quota === undefined ? null : parseByteSize(quota) }
}
