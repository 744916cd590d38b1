import type { QueueFilter } from '../../shared/contract/queue.ts'
import { domainOf, matchesAddress, matchesWildcard } from '../../shared/domain/address.ts'
import type { MessageRow } from '../../shared/domain/message.ts'

/** Does a message match the filter, as the engine would say? Only the first three recipients of a row are known here. */
export function matchesFilter(row: MessageRow, filter: QueueFilter): boolean {
  const all = [
    !filter.states || filter.states.includes(row.state),
    !filter.text || words(filter.text).every((word) => haystack(row).includes(word)),
    !filter.sender || matchesAddress(filter.sender, row.sender),
    !filter.recipient || row.recipients.some((address) => matchesAddress(filter.recipient ?? '', address)),
    !filter.recipientDomain ||
      row.recipients.some((address) => matchesWildcard(filter.recipientDomain ?? '', domainOf(address))),
    !filter.route || row.route?.toLowerCase() === filter.route.toLowerCase(),
    !filter.account || row.account?.toLowerCase() === filter.account.toLowerCase(),
    filter.receivedAfter === undefined || row.receivedAt >= filter.receivedAfter,
    filter.receivedBefore === undefined || row.receivedAt < filter.receivedBefore,
  ]
  return all.every(Boolean)
}

function words(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

function haystack(row: MessageRow): string {
  return [row.id, row.sender, ...row.recipients, row.subject].join(' ').toLowerCase()
}
