/** What use a rule is of: how often it matched, and whether it can match at all. Pure. */
import type { RuleHits } from '../../../shared/contract/statistics.ts'
import type { Rule, RuleMatch } from '../../../shared/domain/rule.ts'

/**
 * covered  a rule above takes everything that this one could match
 * unused   it has been there for long and never matched
 */
export type DeadRule =
  | { readonly kind: 'covered'; readonly by: string }
  | { readonly kind: 'unused'; readonly since: number }

const LONG_MS = 30 * 86_400_000

/** Why an enabled rule may be there for nothing; null where nothing says so. */
export function findDeadRule(
  rules: readonly Rule[],
  rule: Rule,
  hits: RuleHits | undefined,
  now: number,
): DeadRule | null {
  if (!rule.enabled) return null
  const above = rules.slice(0, rules.indexOf(rule))
  const by = above.find((other) => decidesAll(other) && covers(other.match, rule.match))
  if (by) return { kind: 'covered', by: by.name }
  if (hits && hits.total === 0 && now - hits.since >= LONG_MS) return { kind: 'unused', since: hits.since }
  return null
}

/** It keeps what it matches from the rules below, without exception. */
function decidesAll(rule: Rule): boolean {
  return rule.enabled && rule.except === undefined && rule.action.kind !== 'continue'
}

/**
 * Whatever matches `narrow` matches `wide` too: each of its conditions is there with the same or fewer values. Patterns
 * are compared as they are written, so that this never says more than is so.
 */
function covers(wide: RuleMatch, narrow: RuleMatch): boolean {
  return Object.entries(wide).every(([key, condition]) => {
    const other = narrow[key as keyof RuleMatch]
    if (other === undefined) return condition === undefined
    if (!Array.isArray(condition) || !Array.isArray(other)) return condition === other
    // Header conditions must all be met, and times overlap: only the same ones are sure.
    if (key === 'headers' || key === 'received') return JSON.stringify(condition) === JSON.stringify(other)
    const values = new Set(condition.map((value) => String(value).toLowerCase()))
    return other.every((value) => values.has('*') || values.has(String(value).toLowerCase()))
  })
}
