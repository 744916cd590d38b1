/**
 * The filter language, read: `state:deferred domain:gmail.com age:>2h reply:4.7.* -sender:*@x.test "free words"`.
 * Every key that is given must match, "-" leaves out, `-(…)` leaves out what matches all of it. What cannot be read is
 * told with its place and is not asked for; the rest counts.
 */
import { type QueueFilter, queueFilterSchema } from '../contract/queue.ts'
import { inEnglish, type Phrase, phrase, type Say } from '../text/say.ts'
import { FILTER_KEYS, type FilterPart, findFilterKey, type Reading } from './filter-keys.ts'
import { type FilterToken, filterTokens } from './filter-tokens.ts'

export interface FilterProblem {
  /** Offsets in the text, `to` not included. */
  readonly from: number
  readonly to: number
  /** What is wrong and what to write instead. */
  readonly message: string
}

export interface ParsedFilter {
  readonly filter: QueueFilter
  readonly problems: readonly FilterProblem[]
}

/** `now`, in milliseconds since 1970, is what ages are counted from. */
export function parseFilter(text: string, now: number, say: Say = inEnglish): ParsedFilter {
  const { part, exclude, complaints } = collect(text, filterTokens(text), now)
  const problems = complaints.map(({ from, to, about }) => ({
    from,
    to,
    message: say(about.english, about.values),
  }))
  const filter: QueueFilter = exclude.length === 0 ? part : { ...part, exclude }
  const checked = queueFilterSchema.safeParse(filter)
  if (checked.success) return { filter: checked.data, problems }
  const message =
    exclude.length > 20
      ? say('At most 20 things can be left out.')
      : say('A value in the filter is too long to be asked for.')
  return { filter: {}, problems: [...problems, { from: 0, to: text.length, message }] }
}

interface Complaint {
  readonly from: number
  readonly to: number
  readonly about: Phrase
}

interface Collected {
  readonly part: FilterPart
  readonly exclude: FilterPart[]
  readonly complaints: Complaint[]
}

function collect(text: string, tokens: readonly FilterToken[], now: number): Collected {
  let part: FilterPart = {}
  const exclude: FilterPart[] = []
  const complaints: Complaint[] = []
  const words: string[] = []
  const complain = ({ from, to }: FilterToken, about: Phrase) => complaints.push({ from, to, about })

  const demand = (token: FilterToken, added: FilterPart) => {
    const merged = merge(part, added)
    if (merged === null)
      complain(
        token,
        phrase('“{key}:” is given twice; a message has only one. Leave one out.', { key: keyOf(token) }),
      )
    else part = merged
  }
  const apply = (token: FilterToken, reading: Reading, negated: boolean) => {
    if (reading.kind === 'problem') complain(token, reading.message)
    else if (reading.kind === 'both') {
      if (negated) complain(token, phrase('This cannot be turned round. Write attempts:<3 or attempts:>3.'))
      else {
        demand(token, reading.part)
        exclude.push(reading.not)
      }
    } else if ((reading.kind === 'not') === negated) demand(token, reading.part)
    else exclude.push(reading.part)
  }

  for (const token of tokens) {
    if (token.kind === 'group') {
      const inner = collect(text, token.tokens, now)
      complaints.push(...inner.complaints)
      if (inner.exclude.length > 0) complain(token, phrase('Inside -(…) nothing can be left out once more.'))
      else if (Object.keys(inner.part).length > 0) exclude.push(inner.part)
    } else if (token.kind === 'word') {
      if (token.value.text === '') continue
      if (token.negated) exclude.push({ text: token.value.text })
      else words.push(token.value.text)
    } else if (isOrdinaryWord(text, token)) words.push(text.slice(token.from, token.to))
    else readField(token, now, apply, complain)
  }
  if (words.length > 0) part = { ...part, text: words.join(' ') }
  return { part, exclude, complaints }
}

/** "Re:" and addresses of the web are words that people look for. */
function isOrdinaryWord(text: string, token: Field): boolean {
  return (
    findFilterKey(token.key) === null &&
    (token.values.length === 0 || text.startsWith('//', token.valuesFrom))
  )
}

type Field = Extract<FilterToken, { kind: 'field' }>

function readField(
  token: Field,
  now: number,
  apply: (token: FilterToken, reading: Reading, negated: boolean) => void,
  complain: (token: FilterToken, about: Phrase) => void,
): void {
  const key = findFilterKey(token.key)
  const values = token.values.map((value) => value.text)
  if (!key) {
    complain(token, unknownKey(token.key))
    return
  }
  if (values.every((value) => value === '')) return
  if (key.several === 'any') apply(token, key.read(values, now), token.negated)
  else if (key.several === 'text') apply(token, key.read([values.join(',')], now), token.negated)
  else if (values.length === 1 || token.negated)
    for (const value of values) apply(token, key.read([value], now), token.negated)
  else
    complain(
      token,
      phrase('“{key}:” takes one value. Use * for several, such as {key}:*.example.', { key: key.name }),
    )
}

/** null where a key that takes one value has one already. */
function merge(part: FilterPart, added: FilterPart): FilterPart | null {
  const { states, holds, ...single } = added
  if (Object.keys(single).some((key) => key in part)) return null
  return {
    ...part,
    ...single,
    ...(states && { states: [...new Set([...(part.states ?? []), ...states])] }),
    ...(holds && { holds: [...new Set([...(part.holds ?? []), ...holds])] }),
  }
}

function keyOf(token: FilterToken): string {
  return token.kind === 'field' ? (findFilterKey(token.key)?.name ?? token.key) : ''
}

function unknownKey(name: string): Phrase {
  const near = FILTER_KEYS.find((key) => [key.name, ...key.aliases].some((known) => isNear(known, name)))
  return near
    ? phrase('There is nothing called “{name}:” to ask for. Did you mean {near}: ?', {
        name,
        near: near.name,
      })
    : phrase('There is nothing called “{name}:” to ask for. To look for these words, put them in quotes.', {
        name,
      })
}

/** One letter added, left out, changed, or two exchanged; or a beginning of at least two letters. */
function isNear(known: string, typed: string): boolean {
  if (typed.length >= 2 && known.startsWith(typed)) return true
  if (Math.abs(known.length - typed.length) > 1 || typed.length < 3) return false
  let same = 0
  while (same < Math.min(known.length, typed.length) && known[same] === typed[same]) same += 1
  const [left, right] = [known.slice(same), typed.slice(same)]
  const exchanged = `${left[1] ?? ''}${left[0] ?? ''}${left.slice(2)}`
  return (
    left.slice(1) === right.slice(1) ||
    left.slice(1) === right ||
    left === right.slice(1) ||
    exchanged === right
  )
}
