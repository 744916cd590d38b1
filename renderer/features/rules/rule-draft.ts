import type { z } from 'zod'
import type { RuleAction, ruleSchema } from '../../../shared/domain/rule.ts'
import { pruneEmpty } from '../../forms/prune-empty.ts'
import { t } from '../../text/t.ts'

export type RuleInput = z.input<typeof ruleSchema>

export function newRule(firstRoute: string | undefined): RuleInput {
  return { name: '', enabled: true, match: {}, changes: [], action: newAction('route', firstRoute) }
}

export function newAction(kind: RuleAction['kind'], firstRoute: string | undefined): RuleInput['action'] {
  switch (kind) {
    case 'route':
      return { kind, route: firstRoute ?? '' }
    case 'hold':
      return { kind }
    case 'reject':
      return { kind, code: 550, text: t('Refused by a relay rule') }
    case 'discard':
    case 'continue':
      return { kind }
  }
}

/**
 * What is optional and empty is absent, except conditions: left out, an empty one would widen the rule to mail that it
 * was meant to leave alone. The schema says what is missing there.
 */
export function cleanRule(values: RuleInput): RuleInput {
  const { except, ...rest } = values
  const exception = given(except ?? {})
  const cleaned = {
    ...rest,
    match: given(values.match ?? {}),
    changes: values.changes ?? [],
    ...(Object.keys(exception).length > 0 ? { except: exception } : {}),
  }
  return withoutEmptyDays(
    pruneEmpty(cleaned, { required: ['name', 'address', 'text', 'value', 'minSize', 'maxSize'] }),
  )
}

/** Conditions that are there; a header field without a text to look for has none. */
function given(match: NonNullable<RuleInput['match']>): NonNullable<RuleInput['match']> {
  const headers = match.headers?.map(({ name, value }) => (value ? { name, value } : { name }))
  const entries = Object.entries({ ...match, headers })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** No day chosen means every day, which the schema writes as no days at all. */
function withoutEmptyDays<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutEmptyDays) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(
    ([key, inner]) => !(key === 'days' && Array.isArray(inner) && inner.length === 0),
  )
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutEmptyDays(inner)])) as T
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
