import type { Evaluation } from './evaluate-rules.ts'

/** The rules that had a hand in it: those that change the mail, and the one that decided. Each once. */
export function usedRules({ decision, changes }: Evaluation): string[] {
  const names = changes.map(({ rule }) => rule)
  return [...new Set(decision.kind === 'no-match' ? names : [...names, decision.rule])]
}
