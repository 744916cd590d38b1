import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import type { MailFacts } from './mail-facts.ts'
import { type MatchVerdict, matchRule } from './match-rule.ts'

/** What the rules say about one recipient; `rule` is the name of the rule that decided. */
export type Decision =
  | { readonly kind: 'route'; readonly route: string; readonly rule: string }
  | { readonly kind: 'hold'; readonly reason: string | null; readonly rule: string }
  | Rejection
  | { readonly kind: 'discard'; readonly rule: string }
  | { readonly kind: 'no-match' }

export interface Rejection {
  readonly kind: 'reject'
  readonly code: number
  readonly enhanced: string
  readonly text: string
  readonly rule: string
}

/**
 * The first enabled rule that matches decides. A size that is not known satisfies no size condition; decideAtRcpt is
 * the one to ask before it is known.
 */
export function evaluateRules(rules: readonly Rule[], facts: MailFacts): Decision {
  const rule = rules.find((candidate) => judge(candidate, facts).kind === 'matches')
  return rule ? decisionOf(rule) : { kind: 'no-match' }
}

/** What became of one rule. `not-reached`: an earlier one had decided. */
export type RuleVerdict = MatchVerdict | { readonly kind: 'disabled' } | { readonly kind: 'not-reached' }

/** The same decision with the verdict on each rule, in their order, for people who ask why. */
export function explainRules(
  rules: readonly Rule[],
  facts: MailFacts,
): { readonly decision: Decision; readonly verdicts: readonly (RuleVerdict & { readonly rule: string })[] } {
  const judged = rules.map((rule) => judge(rule, facts))
  const deciding = judged.findIndex((verdict) => verdict.kind === 'matches')
  const verdicts = rules.map((rule, index) => ({
    rule: rule.name,
    ...((deciding >= 0 && index > deciding ? undefined : judged[index]) ?? { kind: 'not-reached' as const }),
  }))
  return { decision: evaluateRules(rules, facts), verdicts }
}

export function judge(rule: Rule, facts: MailFacts): MatchVerdict | { readonly kind: 'disabled' } {
  return rule.enabled ? matchRule(rule.match, facts) : { kind: 'disabled' }
}

export function decisionOf({ name, action }: Rule): Decision {
  switch (action.kind) {
    case 'route':
      return { kind: 'route', route: action.route, rule: name }
    case 'hold':
      return { kind: 'hold', reason: action.reason ?? null, rule: name }
    case 'reject': {
      const { code, text } = action
      return { kind: 'reject', code, enhanced: action.enhanced ?? defaultEnhanced(code), text, rule: name }
    }
    case 'discard':
      return { kind: 'discard', rule: name }
    case 'continue':
      return { kind: 'no-match' }
    default:
      return assertNever(action)
  }
}

/** "Delivery not authorized, message refused" (RFC 3463 §3.8), in the class of the reply code. */
function defaultEnhanced(code: number): string {
  return `${Math.floor(code / 100)}.7.1`
}
