import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { RuleChange, TimeWindow } from '../../../shared/domain/rule.ts'
import { applyToEnvelope, type EnvelopeAddresses, fillAddress } from './apply-changes.ts'
import type { AppliedChange } from './evaluate-rules.ts'

/**
 * What the changes do to one recipient of one mail, as sentences, in order.
 * @param headerFrom address in the From field; null where it is not known
 */
export function describeChanges(
  addresses: EnvelopeAddresses,
  headerFrom: string | null,
  changes: readonly AppliedChange[],
): { readonly rule: string; readonly text: string }[] {
  return changes.map(({ rule, change }, index) => {
    const after = applyToEnvelope(addresses, changes.slice(0, index + 1))
    return { rule, text: describe(change, after, headerFrom) }
  })
}

function describe(change: RuleChange, after: EnvelopeAddresses, headerFrom: string | null): string {
  switch (change.kind) {
    case 'sender':
      return after.sender === ''
        ? 'Envelope sender stays <>: reports have none.'
        : `Envelope sender becomes ${after.sender}.`
    case 'recipient':
      return `Envelope recipient becomes ${after.recipient}.`
    case 'header-from':
      return describeFrom(change, headerFrom)
    case 'add-header':
      return `Header ${change.name}: ${change.value} is added.`
    case 'remove-header':
      return `Header ${change.name} is removed.`
    case 'add-recipient':
      return `A blind copy goes to ${change.address}.`
    case 'dkim':
      return `Signed with DKIM for ${change.domain ?? 'the domain of the From field'}.`
    case 'priority':
      return `Priority is ${change.priority}.`
    case 'rate-limit':
      return `At most ${change.messages} messages in ${change.per}; what is over waits.`
    case 'delay':
      return `Waits ${change.for} after reception.`
    case 'delay-until':
      return `Goes on only ${change.windows.map(describeWindow).join(', or ')}.`
    default:
      return assertNever(change)
  }
}

function describeFrom(change: RuleChange & { kind: 'header-from' }, headerFrom: string | null): string {
  const address = (headerFrom === null ? null : fillAddress(change.address, headerFrom)) ?? change.address
  const shown = change.displayName === undefined ? address : `${change.displayName} <${address}>`
  return change.keepReplyTo
    ? `From becomes ${shown}; the address that was there goes into Reply-To where there is none.`
    : `From becomes ${shown}.`
}

function describeWindow({ days, from, to }: TimeWindow): string {
  const when = days === undefined ? '' : `on ${days.join(', ')} `
  return `${when}from ${from} to ${to}`
}
