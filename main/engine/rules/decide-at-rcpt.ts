import type { Rule } from '../../../shared/domain/rule.ts'
import { decisionOf, judge, type Rejection } from './evaluate-rules.ts'
import type { MailFacts } from './mail-facts.ts'

/**
 * What can be answered while the client still waits: refused where a rejecting rule is the first that decides, else
 * accepted, and the rules decide at the attempt. A rule that hangs on what is still to come (the size where it was not
 * declared, the content, the checks) leaves everything below it open, so the recipient is accepted; one that only
 * changes the mail leaves nothing open.
 */
export function decideAtRcpt(
  rules: readonly Rule[],
  facts: MailFacts,
): Rejection | { readonly kind: 'accept' } {
  for (const rule of rules) {
    if (rule.action.kind === 'continue') continue
    const verdict = judge(rule, facts)
    if (verdict.kind === 'unknown') return { kind: 'accept' }
    if (verdict.kind !== 'matches') continue
    const decision = decisionOf(rule)
    return decision?.kind === 'reject' ? decision : { kind: 'accept' }
  }
  return { kind: 'accept' }
}
