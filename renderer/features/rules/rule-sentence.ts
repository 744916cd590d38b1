/** A relay rule as a sentence that can be read aloud: conditions, then what happens. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Rule, RuleAction, RuleMatch } from '../../../shared/domain/rule.ts'

export interface SentencePart {
  readonly text: string
  /** A value of the rule, to be set off from the words around it. */
  readonly value: boolean
}

export function ruleSentence(rule: Rule): readonly SentencePart[] {
  return [...conditions(rule.match), ...outcome(rule.action)]
}

/** The sentence as plain text, for accessible names and tests. */
export function sentenceText(parts: readonly SentencePart[]): string {
  return parts.map((part) => part.text).join('')
}

const word = (text: string): SentencePart => ({ text, value: false })
const value = (text: string): SentencePart => ({ text, value: true })

/** The order in which people say them: from whom, to whom, how it came, how large. */
type ListedCondition =
  | 'senders'
  | 'recipients'
  | 'recipientDomains'
  | 'accounts'
  | 'listeners'
  | 'clientNetworks'
  | 'minSize'
  | 'maxSize'

const CONDITIONS: ReadonlyArray<readonly [key: ListedCondition & keyof RuleMatch, words: string]> = [
  ['senders', ' from '],
  ['recipients', ' to '],
  ['recipientDomains', ' to addresses at '],
  ['accounts', ' by account '],
  ['listeners', ' at listener '],
  ['clientNetworks', ' sent from network '],
  ['minSize', ' of at least '],
  ['maxSize', ' of at most '],
]

function conditions(match: RuleMatch): SentencePart[] {
  const given = CONDITIONS.filter(([key]) => match[key] !== undefined)
  if (given.length === 0) return [word('All mail')]
  return [
    word('Mail'),
    ...given.flatMap(([key, words], index) => [
      word(index > 0 && words.startsWith(' of') ? ` and${words}` : words),
      ...list(match[key]),
    ]),
  ]
}

function list(items: string | readonly string[] | undefined): SentencePart[] {
  const all = typeof items === 'string' ? [items] : (items ?? [])
  return all.flatMap((item, index) => {
    const before = index === 0 ? [] : [word(index === all.length - 1 ? ' or ' : ', ')]
    return [...before, value(item)]
  })
}

function outcome(action: RuleAction): SentencePart[] {
  switch (action.kind) {
    case 'route':
      return [word(' takes route '), value(action.route)]
    case 'hold':
      return action.reason ? [word(' is held: '), value(action.reason)] : [word(' is held')]
    case 'reject':
      return [
        word(' is refused with '),
        value([action.code, action.enhanced, action.text].filter(Boolean).join(' ')),
      ]
    case 'discard':
      return [word(' is accepted and thrown away')]
    case 'continue':
      return [word(' goes on to the next rule')]
    default:
      return assertNever(action)
  }
}
