import type { z } from 'zod'
import type { RuleAction, ruleSchema } from '../../../shared/domain/rule.ts'

export type RuleInput = z.input<typeof ruleSchema>

export function newRule(firstRoute: string | undefined): RuleInput {
  return { name: '', enabled: true, match: {}, action: newAction('route', firstRoute) }
}

export function newAction(kind: RuleAction['kind'], firstRoute: string | undefined): RuleInput['action'] {
  switch (kind) {
    case 'route':
      return { kind, route: firstRoute ?? '' }
    case 'hold':
      return { kind }
    case 'reject':
      return { kind, code: 550, text: 'Refused by a relay rule' }
    case 'discard':
    case 'continue':
      return { kind }
  }
}

/** What is optional and empty is absent: an empty condition must not turn into one that matches nothing. */
export function cleanRule(values: RuleInput): RuleInput {
  return {
    ...values,
    match: without(values.match ?? {}, []),
    action: without(values.action, ['reason', 'enhanced']),
  }
}

/** Leaves out empty lists and absent values, and empty texts: all of them, or only those of the optional keys. */
function without<T extends object>(part: T, optional: readonly string[]): T {
  const isEmpty = ([key, value]: [string, unknown]) =>
    value === undefined ||
    (Array.isArray(value) && value.length === 0) ||
    (value === '' && (optional.length === 0 || optional.includes(key)))
  return Object.fromEntries(Object.entries(part).filter((entry) => !isEmpty(entry))) as T
}

/** A free name for a copy. */
export function copyName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? ' copy' : ` copy ${number}`
    const candidate = `${name.slice(0, 64 - suffix.length).trimEnd()}${suffix}`
    if (!taken.includes(candidate)) return candidate
  }
}

/** The order with one rule moved; the same array where it stays. */
export function moved(names: readonly string[], name: string, to: number): readonly string[] {
  const from = names.indexOf(name)
  if (from < 0 || to < 0 || to >= names.length || from === to) return names
  return names.toSpliced(from, 1).toSpliced(to, 0, name)
}
