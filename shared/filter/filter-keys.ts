/**
 * What can be asked for: every key of the filter language, its words for people, and how its value becomes a part of
 * the queue's filter. A new key is a new entry here and one in format-filter.ts.
 */
import type { QueueFilter } from '../contract/queue.ts'
import { MESSAGE_STATES, type MessageState } from '../domain/message.ts'
import { type Hold, holdSchema } from '../domain/recipient.ts'
import {
  type Comparison,
  readCount,
  readMoment,
  readSize,
  readSpan,
  splitComparison,
} from './read-filter-value.ts'

/** What a message must match, or, among those left out, must not. */
export type FilterPart = Omit<QueueFilter, 'exclude'>

export type Reading =
  | { readonly kind: 'part'; readonly part: FilterPart }
  /** What must not match: "attempts:<3" is not three or more. */
  | { readonly kind: 'not'; readonly part: FilterPart }
  | { readonly kind: 'both'; readonly part: FilterPart; readonly not: FilterPart }
  | { readonly kind: 'problem'; readonly message: string }

export interface FilterKey {
  readonly name: string
  readonly aliases: readonly string[]
  /** "State of the message", shown beside the key. */
  readonly what: string
  readonly examples: readonly string[]
  /**
   * any    several values by comma mean any of them
   * apart  several only where they are left out: each by itself
   * text   a comma is part of the text
   */
  readonly several: 'any' | 'apart' | 'text'
  readonly read: (values: readonly string[], now: number) => Reading
}

export const WAITING: readonly MessageState[] = ['queued', 'active', 'deferred']

/** Words of people beside the states' own names. */
export const STATE_WORDS: Readonly<Record<string, readonly MessageState[]>> = {
  waiting: WAITING,
  sending: ['active'],
  deleted: ['cancelled'],
  open: [...WAITING, 'held'],
  ...Object.fromEntries(MESSAGE_STATES.map((state) => [state, [state]])),
}

export const HOLD_WORDS: Readonly<Record<Hold, string>> = {
  operator: 'held by hand',
  rule: 'held by a relay rule',
  'no-route': 'nothing says where it goes',
  'double-bounce': 'a report that could not be delivered',
  pending: 'waits for its undo window',
  released: 'let go on by hand',
}

type TextKey = keyof {
  [K in keyof FilterPart as FilterPart[K] extends string | undefined ? K : never]: string
}

export const FILTER_KEYS: readonly FilterKey[] = [
  {
    name: 'state',
    aliases: ['is'],
    what: 'State of the message',
    examples: ['state:deferred', 'state:failed,held', '-state:delivered'],
    several: 'any',
    read: readStates,
  },
  textKey('sender', 'sender', ['from'], 'Who sent it', [
    'sender:scanner@office.example',
    'sender:*@shop.example',
  ]),
  textKey('recipient', 'recipient', ['to'], 'Who gets it', ['recipient:tom@*', 'to:*@gmail.com']),
  textKey('domain', 'recipientDomain', [], 'Domain of a recipient', ['domain:gmail.com', 'domain:*.example']),
  textKey('subject', 'subject', [], 'Subject, * for any words', ['subject:"invoice *"'], 'text'),
  ranged('age', [], 'How long ago it came in', ['age:>2h', 'age:<30m'], readAge),
  ranged('received', ['date'], 'When it came in', ['received:today', 'received:>=2026-11-01'], readReceived),
  textKey(
    'reply',
    'reply',
    [],
    'Last reply: code, enhanced code or words',
    ['reply:4.7.*', 'reply:*quota*'],
    'text',
  ),
  textKey('host', 'host', ['mx'], 'Host that gave the last reply', ['host:mx*']),
  textKey('route', 'route', [], 'Route it goes by', ['route:provider']),
  ranged('size', [], 'Size of the message', ['size:>5MiB', 'size:<100k'], readSizes),
  ranged('attempts', ['tries'], 'How often it was tried', ['attempts:>=3', 'attempts:0'], readAttempts),
  {
    name: 'hold',
    aliases: ['held'],
    what: 'Why it is held',
    examples: ['hold:rule', 'hold:no-route'],
    several: 'any',
    read: readHolds,
  },
  textKey('account', 'account', ['user'], 'Account that sent it', ['account:scanner']),
  textKey('client', 'client', ['ip'], 'Address or network it came from', ['client:192.168.1.0/24']),
  textKey('listener', 'listener', [], 'Listener it came in at', ['listener:lan']),
  textKey('network', 'network', [], 'Configured network it came from', ['network:copiers']),
  {
    name: 'older',
    aliases: [],
    what: 'Came in longer ago than',
    examples: ['older:1d'],
    several: 'text',
    read: ([value = ''], now) => readAge(`>${value}`, now, 'older'),
  },
  {
    name: 'newer',
    aliases: [],
    what: 'Came in within the last',
    examples: ['newer:2h'],
    several: 'text',
    read: ([value = ''], now) => readAge(`<${value}`, now, 'newer'),
  },
]

const BY_NAME: ReadonlyMap<string, FilterKey> = new Map(
  FILTER_KEYS.flatMap((key) => [key.name, ...key.aliases].map((name) => [name, key] as const)),
)

export function findFilterKey(name: string): FilterKey | null {
  return BY_NAME.get(name.toLowerCase()) ?? null
}

function textKey(
  name: string,
  field: TextKey,
  aliases: readonly string[],
  what: string,
  examples: readonly string[],
  several: 'apart' | 'text' = 'apart',
): FilterKey {
  return {
    name,
    aliases,
    what,
    examples,
    several,
    read: ([value = '']) => ({ kind: 'part', part: { [field]: value } }),
  }
}

function ranged(
  name: string,
  aliases: readonly string[],
  what: string,
  examples: readonly string[],
  read: (value: string, now: number) => Reading,
): FilterKey {
  return { name, aliases, what, examples, several: 'apart', read: ([value = ''], now) => read(value, now) }
}

function readStates(values: readonly string[]): Reading {
  const states = new Set<MessageState>()
  for (const word of values) {
    const meant = STATE_WORDS[word.toLowerCase()]
    if (!meant) return problem(`There is no state “${word}”. Try waiting, held, failed or delivered.`)
    for (const state of meant) states.add(state)
  }
  return { kind: 'part', part: { states: [...states] } }
}

function readHolds(values: readonly string[]): Reading {
  const holds = new Set<Hold>()
  for (const word of values) {
    const read = holdSchema.safeParse(word.toLowerCase())
    if (!read.success) return problem(`“${word}” is no reason to hold. Try ${holdSchema.options.join(', ')}.`)
    holds.add(read.data)
  }
  return { kind: 'part', part: { holds: [...holds] } }
}

function readAge(value: string, now: number, key = 'age'): Reading {
  const { comparison, rest } = splitComparison(value)
  const span = readSpan(rest)
  const example = key === 'age' ? 'age:>2h' : `${key}:2h`
  if (span === null)
    return problem(`“${key}:${key === 'age' ? value : rest}” is no time span. Write ${example}.`)
  if (comparison === '=') return problem(`Older or newer than ${rest}? Write age:>${rest} or age:<${rest}.`)
  return comparison.startsWith('>')
    ? { kind: 'part', part: { receivedBefore: now - span } }
    : { kind: 'part', part: { receivedAfter: now - span } }
}

function readReceived(value: string, now: number): Reading {
  const { comparison, rest } = splitComparison(value)
  const moment = readMoment(rest, now)
  if (moment === null) return problem(`“${rest}” is no day. Write received:>=2026-11-01 or received:today.`)
  return { kind: 'part', part: receivedPart(comparison, moment.begin, moment.end) }
}

/** "received:>2026-11-01" begins with the day after. */
function receivedPart(comparison: Comparison, begin: number, end: number): FilterPart {
  switch (comparison) {
    case '>':
      return { receivedAfter: end }
    case '>=':
      return { receivedAfter: begin }
    case '<':
      return { receivedBefore: begin }
    case '<=':
      return { receivedBefore: end }
    case '=':
      return { receivedAfter: begin, receivedBefore: end }
  }
}

function readSizes(value: string): Reading {
  const { comparison, rest } = splitComparison(value)
  const octets = readSize(rest)
  if (octets === null) return problem(`“size:${value}” is no size. Write size:>5MiB.`)
  if (comparison === '<' && octets === 0)
    return problem('No message is smaller than nothing. Write size:>5MiB.')
  return { kind: 'part', part: sizePart(comparison, octets) }
}

function sizePart(comparison: Comparison, octets: number): FilterPart {
  switch (comparison) {
    case '>':
      return { minSize: octets + 1 }
    case '>=':
      return { minSize: octets }
    case '<':
      return { maxSize: octets - 1 }
    case '<=':
      return { maxSize: octets }
    case '=':
      return { minSize: octets, maxSize: octets }
  }
}

function readAttempts(value: string): Reading {
  const { comparison, rest } = splitComparison(value)
  const number = readCount(rest)
  if (number === null) return problem(`“attempts:${value}” is no number. Write attempts:>=3.`)
  const least = (minAttempts: number): FilterPart => ({ minAttempts })
  switch (comparison) {
    case '>':
      return { kind: 'part', part: least(number + 1) }
    case '>=':
      return { kind: 'part', part: least(number) }
    case '<':
      return { kind: 'not', part: least(number) }
    case '<=':
      return { kind: 'not', part: least(number + 1) }
    case '=':
      return { kind: 'both', part: least(number), not: least(number + 1) }
  }
}

function problem(message: string): Reading {
  return { kind: 'problem', message }
}
