import type Database from 'better-sqlite3'
import { domainOf, matchesAddress, matchesWildcard } from '../../../../shared/domain/address.ts'

/** Gives SQL the same comparison of addresses that the relay rules use. */
export function addAddressFunctions(database: Database.Database): void {
  const options = { deterministic: true, directOnly: true }
  database.function('matches_address', options, (pattern: unknown, address: unknown) =>
    matchesAddress(String(pattern), String(address)) ? 1 : 0,
  )
  database.function('matches_domain', options, (pattern: unknown, address: unknown) =>
    matchesWildcard(String(pattern), domainOf(String(address))) ? 1 : 0,
  )
}
