/** May an account be used now, from this address, whatever the password? Pure. */
import type { StoredAccount } from '../storage/storage.ts'
import { isInNetworks } from './client-network.ts'

/** Why not, for the administrator's eyes only; null where it may. */
export function whyUnusable(account: StoredAccount, client: string, now: number): string | null {
  const { username, disabled, expiresAt, allowedNetworks } = account
  if (disabled) return 'the account is disabled'
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now)
    return `the account ${username} expired at ${expiresAt}`
  if (allowedNetworks.length > 0 && !isInNetworks(client, allowedNetworks))
    return `the account ${username} may sign in from ${allowedNetworks.join(', ')} only, not from ${client}`
  return null
}
