import { useQuery } from '@tanstack/react-query'
import type { RuleHits } from '../../../shared/contract/statistics.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { engineNow } from '../../live/clock.ts'
import { type DeadRule, findDeadRule } from './rule-health.ts'

export interface RuleHealth {
  readonly hits: RuleHits | undefined
  readonly dead: DeadRule | null
}

/** The engine counts as mail goes on and tells nobody: asked anew now and then, while somebody looks. */
const ANEW_MS = 10_000

export function useRuleHealth(rules: readonly Rule[]): (rule: Rule) => RuleHealth {
  const { api } = useEngine()
  const hits = useQuery({ ...api.statistics.rules.queryOptions(), refetchInterval: ANEW_MS })
  return (rule) => {
    const own = hits.data?.find((each) => each.rule === rule.name)
    return { hits: own, dead: findDeadRule(rules, rule, own, engineNow()) }
  }
}
