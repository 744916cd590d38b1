import type { Rule } from '../../shared/domain/rule.ts'
import { t } from '../text/t.ts'

/** Does no enabled rule lead to a route? Then mail that comes in is held, whatever routes there are. */
export function leadsNowhere(rules: readonly Rule[]): boolean {
  return !rules.some((rule) => rule.enabled && rule.action.kind === 'route')
}

export type RouteRule = Rule & { readonly action: { readonly kind: 'route'; readonly route: string } }

/** The enabled rule without a condition that decides where the rest goes: what comes after it has no say. */
export function restRule(rules: readonly Rule[]): RouteRule | null {
  const rest = rules.find(
    ({ enabled, match, except, action }) =>
      enabled && action.kind !== 'continue' && except === undefined && Object.keys(match).length === 0,
  )
  return rest && leads(rest) ? rest : null
}

function leads(rule: Rule): rule is RouteRule {
  return rule.action.kind === 'route'
}

/** The rule that sends everything else by a route, under a name that is free. */
export function catchAllRule(route: string, rules: readonly Rule[]): Rule {
  const taken = new Set(rules.map((rule) => rule.name))
  const wished = [t('Everything else'), t('Everything else by {route}', { route }).slice(0, 64)]
  const name =
    wished.find((candidate) => !taken.has(candidate)) ??
    t('Everything else {number}', { number: rules.length + 1 })
  return { name, enabled: true, match: {}, changes: [], action: { kind: 'route', route } }
}
