/** The recipients of a message as the rows of one list: a heading for each fate, then who shares it. Pure. */
import type { Recipient, RecipientState } from '../../../shared/domain/recipient.ts'
import { recipientGroups } from './recipient-groups.ts'

export type RecipientItem =
  | { readonly kind: 'fate'; readonly first: Recipient; readonly count: number }
  | { readonly kind: 'recipient'; readonly recipient: Recipient }

/** What most needs to be seen first. */
const ORDER: readonly RecipientState[] = [
  'bounced',
  'expired',
  'deferred',
  'held',
  'active',
  'queued',
  'delivered',
  'cancelled',
]

export function recipientItems(recipients: readonly Recipient[], sought: string): readonly RecipientItem[] {
  const words = sought.trim().toLowerCase()
  const found = words === '' ? recipients : recipients.filter((one) => matches(one, words))
  return recipientGroups(found)
    .toSorted((a, b) => ORDER.indexOf(a.first.state) - ORDER.indexOf(b.first.state))
    .flatMap(({ first, recipients: alike }): RecipientItem[] => [
      { kind: 'fate', first, count: alike.length },
      ...alike.map((recipient): RecipientItem => ({ kind: 'recipient', recipient })),
    ])
}

function matches({ address, lastReply, state, route }: Recipient, words: string): boolean {
  return [address, lastReply?.text ?? '', String(lastReply?.code ?? ''), state, route ?? ''].some((text) =>
    text.toLowerCase().includes(words),
  )
}
