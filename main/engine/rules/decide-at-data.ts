import type { Rule, RuleMatch } from '../../../shared/domain/rule.ts'
import { evaluateRules, type Rejection } from './evaluate-rules.ts'
import type { MailFacts } from './mail-facts.ts'

/**
 * What can be answered when the whole message is there and the client still waits: refused where that is the decision
 * for every recipient, with the reply that leaves most open (4xx before 5xx). Otherwise null: it is accepted, and those
 * recipients that a rule refuses are given back to the sender at the attempt.
 */
export function decideAtData(
  rules: readonly Rule[],
  facts: Omit<MailFacts, 'recipient'>,
  recipients: readonly string[],
): Rejection | null {
  let answer: Rejection | null = null
  for (const recipient of recipients) {
    const { decision } = evaluateRules(rules, { ...facts, recipient })
    if (decision.kind !== 'reject') return null
    if (answer === null || (decision.code < 500 && answer.code >= 500)) answer = decision
  }
  return answer
}

/** Can the message itself make a difference to what is refused? Where not, decideAtRcpt has said it all. */
export function decidesAtData(rules: readonly Rule[]): boolean {
  const known = remembered.get(rules)
  if (known !== undefined) return known
  const deciding = rules.filter(({ enabled, action }) => enabled && action.kind !== 'continue')
  const last = deciding.findLastIndex(({ action }) => action.kind === 'reject')
  const decides = deciding
    .slice(0, last + 1)
    .some(({ match, except }) => isLate(match) || isLate(except ?? {}))
  remembered.set(rules, decides)
  return decides
}

const remembered = new WeakMap<readonly Rule[], boolean>()

/** Conditions on what nobody knows at RCPT; a size that the client declares may be wrong. */
const LATE = [
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
] as const satisfies readonly (keyof RuleMatch)[]

function isLate(match: RuleMatch): boolean {
  return LATE.some((condition) => match[condition] !== undefined)
}
