/** What could be typed next in a filter text: keys with an example, and values that are known. Pure. */
import { holdSchema } from '../domain/recipient.ts'
import { inEnglish, msg, type Say } from '../text/say.ts'
import { FILTER_KEYS, type FilterKey, findFilterKey, HOLD_WORDS } from './filter-keys.ts'
import { type FilterToken, filterTokens } from './filter-tokens.ts'
import { type KnownValue, MOST_SUGGESTIONS, sayDescriptions, suggestValues } from './suggest-values.ts'

/** Values known by the name of their key: routes, accounts, domains that were seen, … the likeliest first. */
export type FilterFacts = Readonly<Record<string, readonly string[]>>

export interface FilterSuggestion {
  /** Stands in the place of what was typed; ends with a space where the token is whole. */
  readonly insert: string
  readonly label: string
  readonly description: string
  /** How a key is used. */
  readonly example?: string
}

export interface FilterCompletion {
  /** What `insert` replaces. */
  readonly from: number
  readonly to: number
  readonly suggestions: readonly FilterSuggestion[]
}

export function completeFilter(
  text: string,
  caret: number,
  facts: FilterFacts,
  say: Say = inEnglish,
): FilterCompletion {
  return sayDescriptions(completions(text, caret, facts), say)
}

function completions(text: string, caret: number, facts: FilterFacts): FilterCompletion {
  const token = tokenAt(filterTokens(text), caret)
  if (token === null) return { from: caret, to: caret, suggestions: keySuggestions('', '') }
  if (token.kind === 'field' && caret >= token.valuesFrom) return completeValue(token, caret, facts)
  const typed = text.slice(token.from, caret)
  if (token.kind === 'word' && token.value.quoted) return { from: caret, to: caret, suggestions: [] }
  const sign = typed.startsWith('-') ? '-' : ''
  const word = typed.slice(sign.length)
  const suggestions = [...keySuggestions(word, sign), ...stateSuggestions(word, sign)].slice(
    0,
    MOST_SUGGESTIONS,
  )
  return { from: token.from, to: token.kind === 'field' ? token.valuesFrom : token.to, suggestions }
}

function tokenAt(
  tokens: readonly FilterToken[],
  caret: number,
): Exclude<FilterToken, { kind: 'group' }> | null {
  for (const token of tokens) {
    if (caret <= token.from || caret > token.to) continue
    if (token.kind !== 'group') return token
    return tokenAt(token.tokens, caret)
  }
  return null
}

function keySuggestions(word: string, sign: string): FilterSuggestion[] {
  const typed = word.toLowerCase()
  const matching = FILTER_KEYS.filter((key) =>
    [key.name, ...key.aliases].some((name) => name.startsWith(typed)),
  )
  return matching.map((key) => ({
    insert: `${sign}${key.name}:`,
    label: `${sign}${key.name}:`,
    description: key.what,
    example: `${sign}${key.examples[0] ?? ''}`,
  }))
}

/** "fail" is meant as a state more often than as a word of the subject. */
function stateSuggestions(word: string, sign: string): FilterSuggestion[] {
  if (word.length < 2) return []
  return STATES.filter(([state]) => state.startsWith(word.toLowerCase())).map(([state, description]) => ({
    insert: `${sign}state:${state} `,
    label: `${sign}state:${state}`,
    description,
  }))
}

const STATES: readonly KnownValue[] = [
  ['waiting', msg('queued, sending or deferred')],
  ['deferred', msg('tried, and tried again later')],
  ['queued', msg('not tried yet')],
  ['active', msg('an attempt goes on just now')],
  ['held', msg('waits for a decision')],
  ['failed', msg('bounced or expired')],
  ['delivered', msg('the next server has it')],
  ['cancelled', msg('deleted')],
  ['open', msg('waiting or held')],
]

const PRESETS: Readonly<Record<string, readonly KnownValue[]>> = {
  state: STATES,
  hold: holdSchema.options.map((hold) => [hold, HOLD_WORDS[hold]]),
  age: [
    ['>1h', msg('came in more than an hour ago')],
    ['>1d', msg('more than a day ago')],
    ['>5d', msg('more than five days ago')],
    ['<1h', msg('within the last hour')],
    ['<1d', msg('within the last day')],
  ],
  older: [
    ['1h', msg('an hour')],
    ['1d', msg('a day')],
    ['5d', msg('five days')],
  ],
  newer: [
    ['30m', msg('half an hour')],
    ['2h', msg('two hours')],
    ['1d', msg('a day')],
  ],
  received: [
    ['today', msg('since midnight')],
    ['yesterday', msg('the day before')],
    ['>=2026-11-01', msg('on that day or later')],
    ['<2026-11-01', msg('before that day')],
  ],
  size: [
    ['>1MiB', msg('larger than 1 MiB')],
    ['>10MiB', msg('larger than 10 MiB')],
    ['<100KiB', msg('smaller than 100 KiB')],
  ],
  attempts: [
    ['0', msg('never tried')],
    ['>=1', msg('tried at least once')],
    ['>=3', msg('three times or more')],
    ['>=10', msg('ten times or more')],
  ],
  reply: [
    ['4.*', msg('refused for now')],
    ['5.*', msg('refused for good')],
    ['4.7.*', msg('policy or security, for now')],
    ['5.1.1', msg('no such mailbox')],
    ['*quota*', msg('mailbox full')],
  ],
}

function completeValue(
  token: Extract<FilterToken, { kind: 'field' }>,
  caret: number,
  facts: FilterFacts,
): FilterCompletion {
  const key = findFilterKey(token.key)
  return suggestValues(token, caret, key ? known(key, facts) : [])
}

function known(key: FilterKey, facts: FilterFacts): KnownValue[] {
  const seen = (facts[key.name] ?? []).map((value) => [value, ''] as const)
  return [...seen, ...(PRESETS[key.name] ?? [])]
}
