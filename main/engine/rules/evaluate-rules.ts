import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Rule, RuleChange } from '../../../shared/domain/rule.ts'
import type { MailFacts } from './mail-facts.ts'
import { type MatchVerdict, matchRule, type RuleCondition } from './match-rule.ts'

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

/** A change, and the rule that makes it. */
export interface AppliedChange {
  readonly rule: string
  readonly change: RuleChange
}

export interface Evaluation {
  readonly decision: Decision
  /** In the order of the rules, down to the one that decided. */
  readonly changes: readonly AppliedChange[]
}

/**
 * Every enabled rule that matches adds its changes; the first whose action is not "continue" decides. Conditions look
 * at the mail as it came, whatever rules above have changed. A fact that is not known satisfies no condition;
 * decideAtRcpt is the one to ask while facts are still to come.
 */
export function evaluateRules(rules: readonly Rule[], facts: MailFacts): Evaluation {
  const changes: AppliedChange[] = []
  for (const rule of rules) {
    if (judge(rule, facts).kind !== 'matches') continue
    for (const change of rule.changes) changes.push({ rule: rule.name, change })
    const decision = decisionOf(rule)
    if (decision !== null) return { decision, changes }
  }
  return { decision: { kind: 'no-match' }, changes }
}

/** excepted: it matches, but its exception does too. */
export type RuleJudgement =
  | MatchVerdict
  | { readonly kind: 'excepted'; readonly condition: RuleCondition | null }
  | { readonly kind: 'disabled' }

/** What became of one rule. `not-reached`: an earlier one had decided. */
export type RuleVerdict = RuleJudgement | { readonly kind: 'not-reached' }

/** The same evaluation with the verdict on each rule, in their order, for people who ask why. */
export function explainRules(
  rules: readonly Rule[],
  facts: MailFacts,
): Evaluation & { readonly verdicts: readonly (RuleVerdict & { readonly rule: string })[] } {
  const evaluation = evaluateRules(rules, facts)
  const judged = rules.map((rule) => judge(rule, facts))
  const deciding = rules.findIndex(
    (rule, index) => judged[index]?.kind === 'matches' && decisionOf(rule) !== null,
  )
  const verdicts = rules.map((rule, index) => ({
    rule: rule.name,
    ...((deciding >= 0 && index > deciding ? undefined : judged[index]) ?? { kind: 'not-reached' as const }),
  }))
  return { ...evaluation, verdicts }
}

/** A rule whose exception cannot be answered yet is undecided, unless its own conditions already say no. */
export function judge(rule: Rule, facts: MailFacts): RuleJudgement {
  if (!rule.enabled) return { kind: 'disabled' }
  const verdict = matchRule(rule.match, facts)
  if (rule.except === undefined || verdict.kind === 'differs') return verdict
  const exception = matchRule(rule.except, facts)
  switch (exception.kind) {
    case 'matches':
      return { kind: 'excepted', condition: firstCondition(rule.except) }
    case 'unknown':
      return verdict.kind === 'unknown' ? verdict : exception
    case 'differs':
      return verdict
    default:
      return assertNever(exception)
  }
}

function firstCondition(match: NonNullable<Rule['except']>): RuleCondition | null {
  return (Object.keys(match)[0] as RuleCondition | undefined) ?? null
}

/** null where the rule leaves the decision to those below. */
export function decisionOf({ name, action }: Rule): Exclude<Decision, { kind: 'no-match' }> | null {
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
      return null
    default:
      return assertNever(action)
  }
}

/** "Delivery not authorized, message refused" (RFC 3463 §3.8), in the class of the reply code. */
function defaultEnhanced(code: number): string {
  return `${Math.floor(code / 100)}.7.1`
}
