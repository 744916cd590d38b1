import { matchesAddress } from '../../../shared/domain/address.ts'
import type { DomainPolicy, MxRoute } from '../../../shared/domain/route.ts'

/** What the route says of this domain; the first entry that matches counts, null where none does. Pure. */
export function findDomainPolicy(route: MxRoute, domain: string): DomainPolicy | null {
  const matches = (pattern: string) => matchesAddress(pattern, `@${domain}`)
  return route.domainPolicies.find(({ domains }) => domains.some(matches)) ?? null
}
