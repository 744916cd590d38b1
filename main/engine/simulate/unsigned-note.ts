import { domainOf } from '../../../shared/domain/address.ts'
import type { DkimKey } from '../../../shared/domain/dkim.ts'
import { fillAddress } from '../rules/apply-changes.ts'
import type { AppliedChange } from '../rules/evaluate-rules.ts'

/** '' unless the change at this place signs for a domain that has no active key: such mail goes unsigned. */
export function unsignedNote(
  keys: readonly DkimKey[],
  changes: readonly AppliedChange[],
  index: number,
  headerFrom: string | null,
): string {
  const change = changes[index]?.change
  if (change?.kind !== 'dkim') return ''
  const domain = change.domain ?? fromDomain(changes, headerFrom)
  if (domain === null) return ''
  const hasKey = keys.some((key) => key.active && key.domain.toLowerCase() === domain.toLowerCase())
  return hasKey ? '' : ` But ${domain} has no active DKIM key: the mail goes unsigned until it has one.`
}

/** Signing comes after all other changes. null where nobody knows. */
function fromDomain(changes: readonly AppliedChange[], headerFrom: string | null): string | null {
  let from = headerFrom
  for (const { change } of changes)
    if (change.kind === 'header-from') from = fillAddress(change.address, from ?? '') ?? from
  return from === null ? null : domainOf(from)
}
