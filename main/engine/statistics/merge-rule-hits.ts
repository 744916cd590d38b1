import type { RuleHits } from '../../../shared/contract/statistics.ts'
import type { RuleFigures } from './figure-log.ts'

/** What is on disk and what is not yet, of the rules that there are, in their order. Pure. */
export function mergeRuleHits(
  rules: readonly string[],
  written: readonly RuleHits[],
  pending: readonly RuleFigures[],
  now: number,
): RuleHits[] {
  const byRule = new Map(written.map((hits) => [hits.rule, hits]))
  return rules.map((rule) => {
    const known = byRule.get(rule) ?? emptyHits(rule, now)
    return pending.filter((figures) => figures.rule === rule).reduce(addFigures, known)
  })
}

function emptyHits(rule: string, now: number): RuleHits {
  return { rule, total: 0, lastDay: 0, lastAt: null, lastMessageId: null, since: now }
}

function addFigures(known: RuleHits, { hits, lastAt, lastMessageId }: RuleFigures): RuleHits {
  const isNewer = known.lastAt === null || lastAt >= known.lastAt
  return {
    ...known,
    total: known.total + hits,
    lastDay: known.lastDay + hits,
    lastAt: isNewer ? lastAt : known.lastAt,
    lastMessageId: isNewer ? (lastMessageId ?? known.lastMessageId) : known.lastMessageId,
    since: Math.min(known.since, lastAt),
  }
}
