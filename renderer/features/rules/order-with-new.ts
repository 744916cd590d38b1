import type { Rule } from '../../../shared/domain/rule.ts'

/**
 * The order in which a new rule stands before those at the end that take everything, where it would never be reached;
 * null where the end is its place.
 */
export function orderWithNew(rules: readonly Rule[], added: Rule): readonly string[] | null {
  if (takesAll(added)) return null
  let place = rules.length
  while (place > 0 && takesAll(rules[place - 1])) place -= 1
  if (place === rules.length) return null
  const names = rules.map(({ name }) => name)
  return names.toSpliced(place, 0, added.name)
}

function takesAll(rule: Rule | undefined): boolean {
  if (!rule?.enabled || rule.except !== undefined || rule.action.kind === 'continue') return false
  return Object.keys(rule.match).length === 0
}
