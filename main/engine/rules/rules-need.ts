import type { Rule, RuleMatch } from '../../../shared/domain/rule.ts'

/** What must be read of a message before the rules can be asked about it. */
export interface RuleNeeds {
  readonly content: boolean
  /** Content down to its parts, which takes reading the whole body. */
  readonly attachments: boolean
}

/** By the rules as they stand; remembered for a list that is asked again, as it is for each recipient. */
export function rulesNeed(rules: readonly Rule[]): RuleNeeds {
  const known = remembered.get(rules)
  if (known) return known
  const matches = rules
    .filter(({ enabled }) => enabled)
    .flatMap(({ match, except }) => (except === undefined ? [match] : [match, except]))
  const needs = { content: matches.some(asksForContent), attachments: matches.some(asksForAttachments) }
  remembered.set(rules, needs)
  return needs
}

const remembered = new WeakMap<readonly Rule[], RuleNeeds>()

function asksForContent(match: RuleMatch): boolean {
  const { headerFrom, subject, headers, deliveryReport } = match
  return (
    asksForAttachments(match) ||
    [headerFrom, subject, headers, deliveryReport].some((condition) => condition !== undefined)
  )
}

function asksForAttachments({ hasAttachment }: RuleMatch): boolean {
  return hasAttachment !== undefined
}
