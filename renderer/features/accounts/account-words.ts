/** Accounts and networks in words. */
import type { AccountListing } from '../../../shared/contract/accounts.ts'
import type { Lock } from '../../../shared/contract/security.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { ClientNetwork } from '../../../shared/domain/client-network.ts'
import { t } from '../../text/t.ts'

export function sendersText(senders: readonly string[]): string {
  if (senders.includes('*')) return t('May send as any address')
  return senders.length === 0
    ? t('May send nothing: no allowed sender')
    : t('May send as {senders}', { senders: senders.join(', ') })
}

/** "12 messages today", with the limit where there is one; '' where nothing was sent. */
export function usageText({ usage, limits }: Pick<AccountListing, 'usage' | 'limits'>): string {
  const { messagesLastDay } = usage
  if (limits.messagesPerDay !== undefined)
    return t('{count} of {limit} messages a day', { count: messagesLastDay, limit: limits.messagesPerDay })
  return messagesLastDay === 0
    ? ''
    : t('{count, plural, one {# message} other {# messages}} in a day', { count: messagesLastDay })
}

export function networkText(network: ClientNetwork): string {
  const { addresses, trusted, allowedSenders } = network
  const where = addresses.join(', ')
  if (!trusted) return t('{where} · must sign in', { where })
  if (allowedSenders.includes('*')) return t('{where} · may send as any address, without sign-in', { where })
  if (allowedSenders.length === 0) return t('{where} · may send nothing: no allowed sender', { where })
  return t('{where} · may send as {senders}, without sign-in', { where, senders: allowedSenders.join(', ') })
}

export function lockText({ kind, account, client }: Lock): string {
  switch (kind) {
    case 'account-from-client':
      return t('{account} from {client}', { account: account ?? '', client: client ?? '' })
    case 'client':
      return t('Everybody at {client}', { client: client ?? '' })
    case 'account':
      return t('{account} from everywhere', { account: account ?? '' })
    default:
      return assertNever(kind)
  }
}
