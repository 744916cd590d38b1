import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Rule, RuleMatch } from '../../../shared/domain/rule.ts'

/** "route provider, 2 changes". */
export function describeAction({ action, changes }: Rule): string {
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`
  return changes.length === 0 ? actionWords(action) : `${actionWords(action)}, ${count}`
}

function actionWords(action: Rule['action']): string {
  switch (action.kind) {
    case 'route':
      return `route ${action.route}`
    case 'reject':
      return `reject ${action.code}`
    case 'hold':
    case 'discard':
      return action.kind
    case 'continue':
      return 'go on'
    default:
      return assertNever(action)
  }
}

/** "recipientDomains office.test, tls true; except …". */
export function describeMatch({ match, except }: Rule): string {
  const wanted = conditionsOf(match)
  return except === undefined ? wanted : `${wanted}; except ${conditionsOf(except)}`
}

function conditionsOf(match: RuleMatch): string {
  const conditions = Object.entries(match).map(([name, value]) => `${name} ${valueWords(value)}`)
  return conditions.length === 0 ? 'all' : conditions.join(', ')
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join(' or ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
