import { matchesAddress, matchesWildcard } from '../../../shared/domain/address.ts'
import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import { matchesNetwork } from '../../../shared/domain/network.ts'
import type { RuleMatch } from '../../../shared/domain/rule.ts'
import type { MailFacts } from './mail-facts.ts'

export type RuleCondition = keyof RuleMatch

/** unknown: every other condition holds, but the size that this one asks for is not known yet. */
export type MatchVerdict =
  | { readonly kind: 'matches' }
  | { readonly kind: 'differs'; readonly condition: RuleCondition }
  | { readonly kind: 'unknown'; readonly condition: RuleCondition }

/**
 * Every condition that is given must hold; within a list one entry is enough. The first that fails is named. Size
 * comes last, so that a mail of unknown size is only undecided where nothing else settles it.
 */
export function matchRule(match: RuleMatch, facts: MailFacts): MatchVerdict {
  for (const condition of CONDITIONS) {
    const verdict = holds(condition, match, facts)
    if (verdict !== true) return { kind: verdict === 'unknown' ? 'unknown' : 'differs', condition }
  }
  return { kind: 'matches' }
}

const CONDITIONS = [
  'senders',
  'recipients',
  'recipientDomains',
  'accounts',
  'listeners',
  'clientNetworks',
  'minSize',
  'maxSize',
] as const satisfies readonly RuleCondition[]

function holds(condition: RuleCondition, match: RuleMatch, facts: MailFacts): boolean | 'unknown' {
  const { account, listener, client, size } = facts
  switch (condition) {
    case 'senders':
      return anyOf(match.senders, facts.sender, matchesAddress)
    case 'recipients':
      return anyOf(match.recipients, facts.recipient, matchesAddress)
    case 'recipientDomains':
      return anyOf(match.recipientDomains, facts.recipient, matchesAddress)
    case 'accounts':
      return anyOf(match.accounts, account, matchesWildcard)
    case 'listeners':
      return anyOf(match.listeners, listener, (name, actual) => name === actual)
    case 'clientNetworks':
      return anyOf(match.clientNetworks, client, matchesNetwork)
    case 'minSize':
      if (match.minSize === undefined) return true
      return size === null ? 'unknown' : size >= parseByteSize(match.minSize)
    case 'maxSize':
      if (match.maxSize === undefined) return true
      return size === null ? 'unknown' : size <= parseByteSize(match.maxSize)
    default:
      return match[condition] === undefined ? true : 'unknown'
  }
}

/** A list that is absent asks for nothing; a fact that is absent (no account: no AUTH) satisfies no list. */
function anyOf(
  patterns: readonly string[] | undefined,
  fact: string | null,
  matches: (pattern: string, fact: string) => boolean,
): boolean {
  if (patterns === undefined) return true
  return fact !== null && patterns.some((pattern) => matches(pattern, fact))
}
