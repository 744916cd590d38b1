import type { FieldIssue } from '../../../shared/contract/errors.ts'
import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import type { Rule } from '../../../shared/domain/rule.ts'

/** What the schema cannot see in rules: names that clash, routes that do not exist, conditions that nothing meets. */
export function validateRules(
  rules: readonly Rule[],
  routes: readonly { readonly name: string }[],
): FieldIssue[] {
  return rules.flatMap((rule, index) =>
    [...nameIssues(rules, index), ...actionIssues(rule, routes), ...sizeIssues(rule)].map((issue) => ({
      ...issue,
      path: ['rules', index, ...issue.path],
    })),
  )
}

function nameIssues(rules: readonly Rule[], index: number): FieldIssue[] {
  const name = rules[index]?.name
  if (rules.findIndex((rule) => rule.name === name) === index) return []
  return [{ path: ['name'], message: `There is another relay rule named "${name}": choose another name.` }]
}

function actionIssues({ action }: Rule, routes: readonly { readonly name: string }[]): FieldIssue[] {
  if (action.kind === 'route' && !routes.some((route) => route.name === action.route))
    return [
      {
        path: ['action', 'route'],
        message: `There is no route "${action.route}": add it, or choose another.`,
      },
    ]
  if (action.kind === 'reject' && action.enhanced && action.enhanced[0] !== String(action.code)[0])
    return [
      {
        path: ['action', 'enhanced'],
        message: `${action.enhanced} does not go with ${action.code}: both begin with 4 (come back later) or 5 (final).`,
      },
    ]
  return []
}

function sizeIssues({ match }: Rule): FieldIssue[] {
  if (match.minSize === undefined || match.maxSize === undefined) return []
  if (parseByteSize(match.minSize) <= parseByteSize(match.maxSize)) return []
  return [
    {
      path: ['match', 'minSize'],
      message: `No message has at least ${match.minSize} and at most ${match.maxSize}: swap them, or leave one out.`,
    },
  ]
}
