/**
 * The filter box's language: words to search for, and tokens. `state:failed`, `from:*@shop.example`, `to:tom@…`,
 * `domain:gmail.com`, `route:provider`, `account:scanner`, `newer:2h`, `older:1d`. Values with spaces in quotes.
 */
import { type QueueFilter, queueFilterSchema } from '../../../shared/contract/queue.ts'
import { durationSchema, parseDuration } from '../../../shared/domain/duration.ts'
import { MESSAGE_STATES, type MessageState } from '../../../shared/domain/message.ts'

export interface ParsedFilter {
  readonly filter: QueueFilter
  /** The first thing in it that is not understood, in words. */
  readonly problem: string | null
}

type Writable = { -readonly [K in keyof QueueFilter]: QueueFilter[K] }
type Reader = (value: string, filter: Writable, now: number) => string | null

export function parseFilter(text: string, now: number): ParsedFilter {
  const filter: Writable = {}
  const words: string[] = []
  let problem: string | null = null
  for (const { key, value, word } of tokens(text)) {
    const reader = key === null ? undefined : READERS[key]
    if (reader) {
      if (value !== '') problem ??= reader(value, filter, now)
    } else words.push(word)
  }
  if (words.length > 0) filter.text = words.join(' ')
  const checked = queueFilterSchema.safeParse(filter)
  return checked.success
    ? { filter: checked.data, problem }
    : { filter: {}, problem: problem ?? 'The filter is too long.' }
}

/** Words of people beside the states' own names. */
const STATE_WORDS: Readonly<Record<string, readonly MessageState[]>> = {
  waiting: ['queued', 'active', 'deferred'],
  sending: ['active'],
  deleted: ['cancelled'],
  ...Object.fromEntries(MESSAGE_STATES.map((state) => [state, [state]])),
}

const READERS: Readonly<Record<string, Reader>> = {
  state: readStates,
  from: (value, filter) => put(filter, 'sender', value),
  sender: (value, filter) => put(filter, 'sender', value),
  to: (value, filter) => put(filter, 'recipient', value),
  recipient: (value, filter) => put(filter, 'recipient', value),
  domain: (value, filter) => put(filter, 'recipientDomain', value),
  route: (value, filter) => put(filter, 'route', value),
  account: (value, filter) => put(filter, 'account', value),
  newer: (value, filter, now) => readAge(value, (age) => (filter.receivedAfter = now - age)),
  older: (value, filter, now) => readAge(value, (age) => (filter.receivedBefore = now - age)),
}

function put(
  filter: Writable,
  key: 'sender' | 'recipient' | 'recipientDomain' | 'route' | 'account',
  value: string,
) {
  filter[key] = value
  return null
}

function readStates(value: string, filter: Writable): string | null {
  const states = new Set(filter.states ?? [])
  for (const word of value.toLowerCase().split(',').filter(Boolean)) {
    const meant = STATE_WORDS[word]
    if (!meant) return `There is no state “${word}”. Try waiting, held, failed or delivered.`
    for (const state of meant) states.add(state)
  }
  filter.states = [...states]
  return null
}

function readAge(value: string, set: (age: number) => void): string | null {
  if (!durationSchema.safeParse(value).success) return `“${value}” is no time span. Write 30m, 2h or 5d.`
  set(parseDuration(value))
  return null
}

interface Token {
  readonly key: string | null
  /** '' for a token that is still being typed. */
  readonly value: string
  /** As it is searched for, where it is no token that is known. */
  readonly word: string
}

function* tokens(text: string): Generator<Token> {
  for (const match of text.matchAll(/([a-z]+):(?=\s|$)|(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi)) {
    const [whole, bare, key, quoted, plain] = match
    const name = bare ?? key ?? null
    yield {
      key: name?.toLowerCase() ?? null,
      value: bare === undefined ? (quoted ?? plain ?? '') : '',
      word: name === null ? (quoted ?? whole) : whole,
    }
  }
}
