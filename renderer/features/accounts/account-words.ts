/** Accounts and networks in words. */
import type { AccountListing } from '../../../shared/contract/accounts.ts'
import type { Lock } from '../../../shared/contract/security.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { ClientNetwork } from '../../../shared/domain/client-network.ts'
import { counted } from '../../format/quantity.ts'

export function sendersText(senders: readonly string[]): string {
  if (senders.includes('*')) return 'May send as any address'
  return senders.length === 0 ? 'May send nothing: no allowed sender' : `May send as ${senders.join(', ')}`
}

/** "12 messages today", with the limit where there is one; '' where nothing was sent. */
export function usageText({ usage, limits }: Pick<AccountListing, 'usage' | 'limits'>): string {
  const { messagesLastDay } = usage
  if (limits.messagesPerDay !== undefined)
    return `${messagesLastDay} of ${limits.messagesPerDay} messages a day`
  return messagesLastDay === 0 ? '' : `${counted(messagesLastDay, 'message')} in a day`
}

export function networkText(network: ClientNetwork): string {
  const { addresses, trusted, allowedSenders } = network
  const where = addresses.join(', ')
  return trusted
    ? `${where} · ${sendersText(allowedSenders).toLowerCase()}, without sign-in`
    : `${where} · must sign in`
}

export function lockText({ kind, account, client }: Lock): string {
  switch (kind) {
    case 'account-from-client':
      return `${account ?? ''} from ${client ?? ''}`
    case 'client':
      return `Everybody at ${client ?? ''}`
    case 'account':
      return `${account ?? ''} from everywhere`
    default:
      return assertNever(kind)
  }
}
