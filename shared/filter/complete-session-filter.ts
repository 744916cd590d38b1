/** What could be typed next in a filter of sessions. Pure. */
import { refusalCauseSchema } from '../domain/session.ts'
import { inEnglish, msg, type Say } from '../text/say.ts'
import type { FilterCompletion, FilterFacts, FilterSuggestion } from './complete-filter.ts'
import { filterTokens } from './filter-tokens.ts'
import { type KnownValue, MOST_SUGGESTIONS, sayDescriptions, suggestValues } from './suggest-values.ts'

/** Keys with an example, the useful first. */
const KEYS: readonly KnownValue[] = [
  ['client', msg('address or name, client:192.168.1.20')],
  ['outcome', msg('how it ended, outcome:refused')],
  ['code', msg('a reply in it, code:550 or code:5.7')],
  ['cause', msg('what made Mailroom say no, cause:rule')],
  ['direction', msg('direction:in or direction:out')],
  ['account', msg('who signed in, account:scanner')],
  ['network', msg('the named network of the client')],
  ['listener', msg('where it came in')],
  ['route', msg('where it went out')],
  ['newer', msg('begun within, newer:2h')],
  ['after', msg('begun on or after, after:today')],
  ['before', msg('begun before, before:2026-11-01')],
  ['message', msg('that carried this message')],
]

const PRESETS: Readonly<Record<string, readonly KnownValue[]>> = {
  outcome: [
    ['live', msg('goes on just now')],
    ['completed', msg('ended in order')],
    ['refused', msg('somebody said no')],
    ['failed', msg('broken off')],
    ['problems', msg('refused or failed')],
  ],
  direction: [
    ['in', msg('a client came to a listener')],
    ['out', msg('Mailroom went to a next hop')],
  ],
  code: [
    ['4', msg('refused for now')],
    ['5', msg('refused for good')],
    ['550', msg('no such mailbox, or not allowed')],
    ['535', msg('sign-in refused')],
    ['5.7', msg('policy or security')],
  ],
  cause: refusalCauseSchema.shape.kind.options.map((kind) => [kind, ''] as const),
  newer: [
    ['30m', msg('half an hour')],
    ['2h', msg('two hours')],
    ['1d', msg('a day')],
  ],
  after: [['today', 'since midnight']],
}

export function completeSessionFilter(
  text: string,
  caret: number,
  facts: FilterFacts,
  say: Say = inEnglish,
): FilterCompletion {
  return sayDescriptions(completions(text, caret, facts), say)
}

function completions(text: string, caret: number, facts: FilterFacts): FilterCompletion {
  const token = filterTokens(text).find(({ from, to }) => caret > from && caret <= to)
  if (!token || token.kind === 'group') return { from: caret, to: caret, suggestions: keys('') }
  if (token.kind === 'word')
    return { from: token.from, to: token.to, suggestions: keys(text.slice(token.from, caret)) }
  if (caret < token.valuesFrom)
    return { from: token.from, to: token.valuesFrom, suggestions: keys(text.slice(token.from, caret)) }
  const seen = (facts[token.key] ?? []).map((each) => [each, ''] as const)
  return suggestValues(token, caret, [...seen, ...(PRESETS[token.key] ?? [])])
}

function keys(typed: string): FilterSuggestion[] {
  return KEYS.filter(([key]) => key.startsWith(typed.toLowerCase()))
    .slice(0, MOST_SUGGESTIONS)
    .map(([key, description]) => ({ insert: `${key}:`, label: `${key}:`, description }))
}
