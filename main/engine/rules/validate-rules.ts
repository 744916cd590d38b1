import type { FieldIssue } from '../../../shared/contract/errors.ts'
import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import { parseDuration } from '../../../shared/domain/duration.ts'
import { addressSchema } from '../../../shared/domain/primitives.ts'
import type { Rule, RuleChange, RuleMatch, TimeWindow } from '../../../shared/domain/rule.ts'
import { fillAddress } from './apply-changes.ts'
import { isNever } from './time-window.ts'

interface Named {
  readonly name: string
}

/**
 * What the schema cannot see in rules: names that clash, routes and networks that do not exist, conditions that nothing
 * meets, changes that cannot be made.
 */
export function validateRules(
  rules: readonly Rule[],
  routes: readonly Named[],
  networks: readonly Named[],
): FieldIssue[] {
  return rules.flatMap((rule, index) =>
    [
      ...nameIssues(rules, index),
      ...actionIssues(rule, routes),
      ...matchIssues('match', rule.match, networks),
      ...exceptIssues(rule, networks),
      ...rule.changes.flatMap((change, place) => inside(['changes', place], changeIssues(change))),
    ].map((issue) => ({ ...issue, path: ['rules', index, ...issue.path] })),
  )
}

function nameIssues(rules: readonly Rule[], index: number): FieldIssue[] {
  const name = rules[index]?.name
  if (rules.findIndex((rule) => rule.name === name) === index) return []
  return [{ path: ['name'], message: `There is another relay rule named "${name}": choose another name.` }]
}

function actionIssues({ action }: Rule, routes: readonly Named[]): FieldIssue[] {
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

function exceptIssues({ except }: Rule, networks: readonly Named[]): FieldIssue[] {
  if (except === undefined) return []
  if (Object.keys(except).length > 0) return matchIssues('except', except, networks)
  return [
    {
      path: ['except'],
      message: 'An exception without conditions excepts every mail: give it one, or leave the exception out.',
    },
  ]
}

function matchIssues(key: 'match' | 'except', match: RuleMatch, networks: readonly Named[]): FieldIssue[] {
  return inside(
    [key],
    [...sizeIssues(match), ...networkIssues(match, networks), ...windowIssues('received', match.received)],
  )
}

function sizeIssues({ minSize, maxSize }: RuleMatch): FieldIssue[] {
  if (minSize === undefined || maxSize === undefined) return []
  if (parseByteSize(minSize) <= parseByteSize(maxSize)) return []
  return [
    {
      path: ['minSize'],
      message: `No message has at least ${minSize} and at most ${maxSize}: swap them, or leave one out.`,
    },
  ]
}

function networkIssues({ networks: wanted = [] }: RuleMatch, networks: readonly Named[]): FieldIssue[] {
  return wanted.flatMap((name, index) =>
    networks.some((network) => network.name === name)
      ? []
      : [
          {
            path: ['networks', index],
            message: `There is no network "${name}": add it, or choose another.`,
          },
        ],
  )
}

function windowIssues(key: string, windows: readonly TimeWindow[] = []): FieldIssue[] {
  return windows.flatMap((window, index) =>
    isNever(window)
      ? [
          {
            path: [key, index, 'to'],
            message: `From ${window.from} to ${window.to} is no time at all: for the whole day write 00:00 to 24:00.`,
          },
        ]
      : [],
  )
}

function changeIssues(change: RuleChange): FieldIssue[] {
  switch (change.kind) {
    case 'sender':
    case 'recipient':
    case 'header-from':
      return templateIssues(change.address)
    case 'rate-limit':
      return durationIssues('per', change.per, 'A limit of messages in no time lets nothing through')
    case 'delay-until':
      return windowIssues('windows', change.windows)
    default:
      return []
  }
}

/** Tried on an address, since only what comes of it can be looked at. */
function templateIssues(template: string): FieldIssue[] {
  const unknown = /\{(?!local\}|domain\})[^}]*\}?/.exec(template)
  if (unknown)
    return [
      {
        path: ['address'],
        message: `"${unknown[0]}" stands for nothing: only {local} and {domain} are filled in.`,
      },
    ]
  const sample = fillAddress(template, 'sales@office.example')
  if (sample !== null && addressSchema.safeParse(sample).success) return []
  return [
    {
      path: ['address'],
      message: `"${template}" gives no address: write one such as relay@office.example or {local}@office.example.`,
    },
  ]
}

function durationIssues(key: string, duration: string, problem: string): FieldIssue[] {
  return parseDuration(duration) > 0 ? [] : [{ path: [key], message: `${problem}: write at least "1s".` }]
}

function inside(path: FieldIssue['path'], issues: readonly FieldIssue[]): FieldIssue[] {
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }))
}
