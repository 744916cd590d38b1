import { matchesAddress, matchesWildcard } from '../../../shared/domain/address.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import { matchesNetwork } from '../../../shared/domain/network.ts'
import type { AuthResult, RuleMatch } from '../../../shared/domain/rule.ts'
import type { AuthChecks, MailFacts } from './mail-facts.ts'
import { isWithin } from './time-window.ts'

export type RuleCondition = keyof RuleMatch

/** unknown: every condition that can be answered holds, but what this one asks for is not known yet. */
export type MatchVerdict =
  | { readonly kind: 'matches' }
  | { readonly kind: 'differs'; readonly condition: RuleCondition }
  | { readonly kind: 'unknown'; readonly condition: RuleCondition }

/**
 * Every condition that is given must hold; within a list one entry is enough. The first that fails is named; a mail
 * is only undecided where nothing else settles it.
 */
export function matchRule(match: RuleMatch, facts: MailFacts): MatchVerdict {
  let open: RuleCondition | null = null
  for (const condition of CONDITIONS) {
    if (match[condition] === undefined) continue
    const verdict = holds(condition, match, facts)
    if (verdict === false) return { kind: 'differs', condition }
    if (verdict === 'unknown') open ??= condition
  }
  return open === null ? { kind: 'matches' } : { kind: 'unknown', condition: open }
}

/** What costs least and tells people most comes first. */
const CONDITIONS = [
  'senders',
  'recipients',
  'recipientDomains',
  'accounts',
  'listeners',
  'clientNetworks',
  'networks',
  'authenticated',
  'tls',
  'received',
  'spf',
  'dkim',
  'dmarc',
  'minSize',
  'maxSize',
  'headerFrom',
  'subject',
  'headers',
  'hasAttachment',
  'deliveryReport',
] as const satisfies readonly RuleCondition[]

type Answer = boolean | 'unknown'

function holds(condition: RuleCondition, match: RuleMatch, facts: MailFacts): Answer {
  const { account, listener, client, size, checks } = facts
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
      return anyOf(match.listeners, listener, isSame)
    case 'clientNetworks':
      return anyOf(match.clientNetworks, client, matchesNetwork)
    case 'networks':
      return anyOf(match.networks, facts.network, isSame)
    case 'authenticated':
      return match.authenticated === (account !== null)
    case 'tls':
      return match.tls === facts.tls
    case 'received':
      return match.received?.some((window) => isWithin(window, facts.receivedAt)) ?? true
    case 'spf':
    case 'dkim':
    case 'dmarc':
      return isResult(match[condition], checks, condition)
    case 'minSize':
      return size === null ? 'unknown' : size >= parseByteSize(match.minSize ?? '0B')
    case 'maxSize':
      return size === null ? 'unknown' : match.maxSize === undefined || size <= parseByteSize(match.maxSize)
    case 'headerFrom':
    case 'subject':
    case 'headers':
    case 'hasAttachment':
    case 'deliveryReport':
      return holdsOfContent(condition, match, facts)
    default:
      return assertNever(condition)
  }
}

function holdsOfContent(
  condition: 'headerFrom' | 'subject' | 'headers' | 'hasAttachment' | 'deliveryReport',
  match: RuleMatch,
  { sender, content }: MailFacts,
): Answer {
  switch (condition) {
    case 'headerFrom':
      return ifKnown(content?.headerFrom, (addresses) =>
        addresses.some((address) => anyOf(match.headerFrom, address, matchesAddress)),
      )
    case 'subject':
      return ifKnown(content?.subject, (subject) => anyOf(match.subject, subject, matchesWildcard))
    case 'headers':
      return ifKnown(content?.headers, (fields) => hasFields(match.headers ?? [], fields))
    case 'hasAttachment':
      return ifKnown(content?.hasAttachment, (has) => has === match.hasAttachment)
    case 'deliveryReport':
      return ifKnown(sender === '' ? true : content?.deliveryReport, (is) => is === match.deliveryReport)
    default:
      return assertNever(condition)
  }
}

function ifKnown<T>(fact: T | null | undefined, answer: (fact: T) => boolean): Answer {
  return fact === null || fact === undefined ? 'unknown' : answer(fact)
}

/** Each entry must be met, by any field of its name. */
function hasFields(
  wanted: NonNullable<RuleMatch['headers']>,
  fields: readonly { readonly name: string; readonly value: string }[],
): boolean {
  return wanted.every(({ name, value }) =>
    fields.some(
      (field) =>
        field.name === name.toLowerCase() && (value === undefined || matchesWildcard(value, field.value)),
    ),
  )
}

function isResult(
  wanted: readonly AuthResult[] | undefined,
  checks: AuthChecks | 'unchecked',
  check: keyof AuthChecks,
): Answer {
  if (checks === 'unchecked') return false
  return ifKnown(checks[check], (result) => wanted?.includes(result) ?? true)
}

function isSame(name: string, actual: string): boolean {
  return name === actual
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
