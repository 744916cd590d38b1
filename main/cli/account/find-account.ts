import type { AccountListing } from '../../../shared/contract/accounts.ts'
import type { Client } from '../../../shared/contract/contract.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'

/** Throws CommandFailure where there is none. */
export async function findAccount(client: Client, username: string): Promise<AccountListing> {
  const found = (await client.accounts.list()).find((account) => account.username === username)
  if (!found)
    throw new CommandFailure(EXIT.failed, `There is no account "${username}": see "mailroom account list".`)
  return found
}
