/** What a relay rule can change of the mail: words, and what a new change begins with. */

import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { RuleChange } from '../../../shared/domain/rule.ts'
import { t } from '../../text/t.ts'

export type ChangeKind = RuleChange['kind']

export const changes = (): ReadonlyArray<{
  readonly kind: ChangeKind
  readonly label: string
  readonly hint: string
}> => [
  {
    kind: 'sender',
    label: t('Change the envelope sender'),
    hint: t('Bounces go to it. The From field stays.'),
  },
  {
    kind: 'recipient',
    label: t('Change the recipient'),
    hint: t('The To field stays.'),
  },
  {
    kind: 'header-from',
    label: t('Change the From field'),
    hint: t('What recipients see.'),
  },
  {
    kind: 'add-header',
    label: t('Add a header field'),
    hint: '',
  },
  {
    kind: 'remove-header',
    label: t('Remove a header field'),
    hint: t('Every field of that name.'),
  },
  {
    kind: 'add-recipient',
    label: t('Send a blind copy'),
    hint: t(
      'One more recipient, an archive for example, routed by the rules like any other. Made once, when the message comes in.',
    ),
  },
  {
    kind: 'dkim',
    label: t('Sign with DKIM'),
    hint: t('With every active key of the domain; keys are in Settings, DKIM.'),
  },
  {
    kind: 'priority',
    label: t('Set the priority'),
    hint: '',
  },
  {
    kind: 'rate-limit',
    label: t('Limit the rate'),
    hint: t('What is over it waits and goes on by itself.'),
  },
  {
    kind: 'delay',
    label: t('Wait after reception'),
    hint: '',
  },
  {
    kind: 'delay-until',
    label: t('Send only at certain times'),
    hint: t('Outside them it waits for the next.'),
  },
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
