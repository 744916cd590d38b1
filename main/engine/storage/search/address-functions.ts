import type Database from 'better-sqlite3'
import { domainOf, matchesAddress, matchesWildcard } from '../../../../shared/domain/address.ts'
import { matchesHost } from '../../../../shared/domain/match-host.ts'
import { matchesSubject } from '../../../../shared/domain/match-subject.ts'
import { matchesNetwork } from '../../../../shared/domain/network.ts'
import { matchesReply } from '../../../../shared/domain/reply.ts'
import { readReply } from '../rows/json-columns.ts'

/** Gives SQL the same comparisons that the relay rules and the window use. */
export function addAddressFunctions(database: Database.Database): void {
  const add = (name: string, matches: (pattern: string, text: string) => boolean) =>
    database.function(
      name,
      { deterministic: true, directOnly: true },
      (pattern: unknown, text: unknown): number =>
        text !== null && matches(String(pattern), String(text)) ? 1 : 0,
    )
  add('matches_address', matchesAddress)
  add('matches_domain', (pattern, address) => matchesWildcard(pattern, domainOf(address)))
  add('matches_subject', matchesSubject)
  add('matches_network', matchesNetwork)
  add('matches_host', matchesHost)
  add('matches_reply', (pattern, column) => {
    const reply = readReply(column)
    return reply !== null && matchesReply(pattern, reply)
  })
}
