import type { QueueFilter } from '../../shared/contract/queue.ts'
import { domainOf, matchesAddress, matchesWildcard } from '../../shared/domain/address.ts'
import { matchesHost } from '../../shared/domain/match-host.ts'
import { matchesSubject } from '../../shared/domain/match-words.ts'
import type { MessageRow } from '../../shared/domain/message.ts'
import { matchesNetwork } from '../../shared/domain/network.ts'
import type { Hold } from '../../shared/domain/recipient.ts'
import { matchesReply } from '../../shared/domain/reply.ts'

/** What a row does not tell; null where nobody knows. */
export interface RowFacts {
  readonly host: string | null
  readonly network: string | null
  readonly hold: Hold | null
}

type FilterKeys = Omit<QueueFilter, 'exclude'>

/** null: the row does not tell. */
type Answer = boolean | null

/**
 * Does a message match the filter, as the engine would say? Only the first three recipients and the last reply of a
 * row are known here: what a row does not tell neither leaves it out nor excludes it.
 */
export function matchesFilter(row: MessageRow, filter: QueueFilter, facts?: RowFacts): boolean {
  const { exclude = [], ...keys } = filter
  return (
    answers(row, keys, facts).every((answer) => answer !== false) &&
    !exclude.some((one) => isExcludedBy(row, one, facts))
  )
}

/** The same for a row that nobody asked for: what it does not tell leaves it out. */
export function surelyMatchesFilter(row: MessageRow, filter: QueueFilter): boolean {
  const { exclude = [], ...keys } = filter
  return (
    answers(row, keys, undefined).every((answer) => answer === true) &&
    exclude.every((one) => answers(row, one, undefined).includes(false))
  )
}

/** One that asks for nothing excludes nothing. */
function isExcludedBy(row: MessageRow, keys: FilterKeys, facts: RowFacts | undefined): boolean {
  const all = answers(row, keys, facts)
  return all.length > 0 && all.every((answer) => answer === true)
}

/** One answer for each key that is given. */
function answers(row: MessageRow, filter: FilterKeys, facts: RowFacts | undefined): Answer[] {
  return [...ofMessage(row, filter), ...ofRecipients(row, filter, facts)].filter(
    (answer) => answer !== undefined,
  )
}

function ofMessage(row: MessageRow, filter: FilterKeys): (Answer | undefined)[] {
  return [
    given(filter.states, (states) => states.includes(row.state)),
    given(filter.text, (text) => words(text).every((word) => haystack(row).includes(word))),
    given(filter.sender, (pattern) => matchesAddress(pattern, row.sender)),
    given(filter.subject, (wanted) => matchesSubject(wanted, row.subject)),
    given(filter.account, (account) => isSame(row.account, account)),
    given(filter.listener, (listener) => isSame(row.listener, listener)),
    given(filter.client, (network) => row.client !== null && matchesNetwork(network, row.client)),
    given(filter.receivedAfter, (time) => row.receivedAt >= time),
    given(filter.receivedBefore, (time) => row.receivedAt <= time),
    given(filter.minSize, (size) => row.size >= size),
    given(filter.maxSize, (size) => row.size <= size),
    given(filter.minAttempts, (attempts) => row.attempts >= attempts),
  ]
}

function ofRecipients(
  row: MessageRow,
  filter: FilterKeys,
  facts: RowFacts | undefined,
): (Answer | undefined)[] {
  const { lastReply } = row
  return [
    given(filter.recipient, (pattern) => anyOf(row, (address) => matchesAddress(pattern, address))),
    given(filter.recipientDomain, (pattern) =>
      anyOf(row, (address) => matchesWildcard(pattern, domainOf(address))),
    ),
    given(filter.route, (route) => isSame(row.route, route)),
    given(filter.reply, (pattern) => lastReply !== null && matchesReply(pattern, lastReply)),
    given(filter.host, (pattern) => lastReply !== null && hostMatches(pattern, facts)),
    given(filter.network, (network) => facts && isSame(facts.network, network)),
    given(filter.holds, (holds) => isHeldFor(row, holds, facts)),
  ]
}

/** undefined where the filter does not ask; '' asks for nothing. */
function given<T>(wanted: T | undefined, test: (wanted: T) => boolean | undefined): Answer | undefined {
  if (wanted === undefined || wanted === '') return undefined
  return test(wanted) ?? null
}

function hostMatches(pattern: string, facts: RowFacts | undefined): boolean | undefined {
  return facts && facts.host !== null && matchesHost(pattern, facts.host)
}

function isHeldFor(
  row: MessageRow,
  holds: readonly Hold[],
  facts: RowFacts | undefined,
): boolean | undefined {
  if (row.openCount === 0) return false
  if (row.pending !== null && row.pending.operation !== 'release') return holds.includes('pending')
  if (facts) return facts.hold !== null && holds.includes(facts.hold)
  return row.state === 'held' || holds.includes('released') ? undefined : false
}

/** Of more than three recipients the others are not known. */
function anyOf(row: MessageRow, test: (address: string) => boolean): boolean | undefined {
  if (row.recipients.some(test)) return true
  return row.recipientCount > row.recipients.length ? undefined : false
}

function isSame(one: string | null, other: string): boolean {
  return one !== null && one.toLowerCase() === other.toLowerCase()
}

function words(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

function haystack(row: MessageRow): string {
  return [row.id, row.sender, ...row.recipients, row.subject].join(' ').toLowerCase()
}
