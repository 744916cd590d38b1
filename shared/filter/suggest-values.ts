/** What both filter languages offer for a value: what is known of it, what fits first. Pure. */
import type { Say } from '../text/say.ts'
import type { FilterCompletion } from './complete-filter.ts'
import type { FilterToken } from './filter-tokens.ts'
import { quoteValue } from './format-filter.ts'

/** Suggestions at once. */
export const MOST_SUGGESTIONS = 9

/** A value and what it means; '' where nobody needs to be told. */
export type KnownValue = readonly [value: string, meaning: string]

export function suggestValues(
  token: Extract<FilterToken, { kind: 'field' }>,
  caret: number,
  known: readonly KnownValue[],
): FilterCompletion {
  const value = token.values.find(({ from, to }) => caret >= from && caret <= to)
  const typed = (value?.text ?? '').toLowerCase()
  const given = new Set(
    token.values.filter((other) => other !== value).map((other) => other.text.toLowerCase()),
  )
  const suggestions = known
    .filter(([text]) => text.toLowerCase().includes(typed) && !given.has(text.toLowerCase()))
    // What begins as it was typed comes first; the order is otherwise kept.
    .sort(([a], [b]) => Number(b.toLowerCase().startsWith(typed)) - Number(a.toLowerCase().startsWith(typed)))
    .slice(0, MOST_SUGGESTIONS)
    .map(([text, description]) => ({ insert: `${quoteValue(text)} `, label: text, description }))
  const isWhole = suggestions.length === 1 && suggestions[0]?.label.toLowerCase() === typed
  return { from: value?.from ?? caret, to: value?.to ?? caret, suggestions: isWhole ? [] : suggestions }
}

/** The same with its descriptions in the language of who asks. */
export function sayDescriptions(completion: FilterCompletion, say: Say): FilterCompletion {
  const suggestions = completion.suggestions.map((each) => ({
    ...each,
    description: each.description === '' ? '' : say(each.description),
  }))
  return { ...completion, suggestions }
}
