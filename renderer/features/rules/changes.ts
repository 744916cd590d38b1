/** What a relay rule can change of the mail: words, and what a new change begins with. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { RuleChange } from '../../../shared/domain/rule.ts'

export type ChangeKind = RuleChange['kind']

export const CHANGES: ReadonlyArray<{
  readonly kind: ChangeKind
  readonly label: string
  readonly hint: string
}> = [
  { kind: 'sender', label: 'Change the envelope sender', hint: 'Bounces go to it. The From field stays.' },
  { kind: 'recipient', label: 'Change the recipient', hint: 'The To field stays.' },
  { kind: 'header-from', label: 'Change the From field', hint: 'What recipients see.' },
  { kind: 'add-header', label: 'Add a header field', hint: '' },
  { kind: 'remove-header', label: 'Remove a header field', hint: 'Every field of that name.' },
  {
    kind: 'add-recipient',
    label: 'Send a blind copy',
    hint: 'One more recipient, an archive for example, routed by the rules like any other. Made once, when the message comes in.',
  },
  {
    kind: 'dkim',
    label: 'Sign with DKIM',
    hint: 'With every active key of the domain; keys are in Settings, DKIM.',
  },
  { kind: 'priority', label: 'Set the priority', hint: '' },
  { kind: 'rate-limit', label: 'Limit the rate', hint: 'What is over it waits and goes on by itself.' },
  { kind: 'delay', label: 'Wait after reception', hint: '' },
  { kind: 'delay-until', label: 'Send only at certain times', hint: 'Outside them it waits for the next.' },
]

export function newChange(kind: ChangeKind): Record<string, unknown> {
  switch (kind) {
    case 'sender':
    case 'recipient':
    case 'add-recipient':
      return { kind, address: '' }
    case 'header-from':
      return { kind, address: '', displayName: '', keepReplyTo: true }
    case 'add-header':
      return { kind, name: '', value: '' }
    case 'remove-header':
      return { kind, name: '' }
    case 'dkim':
      return { kind, domain: '' }
    case 'priority':
      return { kind, priority: 'high' }
    case 'rate-limit':
      return { kind, messages: 30, per: '1m' }
    case 'delay':
      return { kind, for: '10m' }
    case 'delay-until':
      return { kind, windows: [{ days: [], from: '20:00', to: '06:00' }] }
    default:
      return assertNever(kind)
  }
}
