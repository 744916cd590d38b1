/**
 * What can be asked for: every key of the filter language, its words for people, and how its value becomes a part of
 * the queue's filter. A new key is a new entry here and one in format-filter.ts.
 */
import type { QueueFilter } from '../contract/queue.ts'
import { MESSAGE_STATES, type MessageState } from '../domain/message.ts'
import { type Hold, holdSchema } from '../domain/recipient.ts'
import { msg, type Phrase, phrase } from '../text/say.ts'
import { ownValue } from './own-value.ts'
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
  | { readonly kind: 'problem'; readonly message: Phrase }

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
  operator: msg('held by hand'),
  rule: msg('held by a relay rule'),
  'no-route': msg('nothing says where it goes'),
  'double-bounce': msg('a report that could not be delivered'),
  pending: msg('waits for its undo window'),
  released: msg('let go on by hand'),
}

type TextKey = keyof {
  [K in keyof FilterPart as FilterPart[K] extends string | undefined ? K : never]: string
}

export const FILTER_KEYS: readonly FilterKey[] = [
  {
    name: 'state',
    aliases: ['is'],
    what: msg('State of the message'),
    examples: ['state:deferred', 'state:failed,held', '-state:delivered'],
    several: 'any',
    read: readStates,
  },
  textKey('sender', 'sender', ['from'], msg('Who sent it'), [
    'sender:scanner@office.example',
    'sender:*@shop.example',
  ]),
  textKey('recipient', 'recipient', ['to'], msg('Who gets it'), ['recipient:tom@*', 'to:*@gmail.com']),
  textKey('domain', 'recipientDomain', [], msg('Domain of a recipient'), [
    'domain:gmail.com',
    'domain:*.example',
  ]),
  textKey('subject', 'subject', [], msg('Subject, * for any words'), ['subject:"invoice *"'], 'text'),
  ranged('age', [], msg('How long ago it came in'), ['age:>2h', 'age:<30m'], readAge),
  ranged(
    'received',
    ['date'],
    msg('When it came in'),
    ['received:today', 'received:>=2026-11-01'],
    readReceived,
  ),
  textKey(
    'reply',
    'reply',
    [],
    msg('Last reply: code, enhanced code or words'),
    ['reply:4.7.*', 'reply:*quota*'],
    'text',
  ),
  textKey('host', 'host', ['mx'], msg('Host that gave the last reply'), ['host:mx*']),
  textKey('route', 'route', [], msg('Route it goes by'), ['route:provider']),
  ranged('size', [], msg('Size of the message'), ['size:>5MiB', 'size:<100k'], readSizes),
  ranged('attempts', ['tries'], msg('How often it was tried'), ['attempts:>=3', 'attempts:0'], readAttempts),
  {
    name: 'hold',
    aliases: ['held'],
    what: msg('Why it is held'),
    examples: ['hold:rule', 'hold:no-route'],
    several: 'any',
    read: readHolds,
  },
  textKey('account', 'account', ['user'], msg('Account that sent it'), ['account:scanner']),
  textKey('client', 'client', ['ip'], msg('Address or network it came from'), ['client:192.168.1.0/24']),
  textKey('listener', 'listener', [], msg('Listener it came in at'), ['listener:lan']),
  textKey('network', 'network', [], msg('Configured network it came from'), ['network:copiers']),
  {
    name: 'older',
    aliases: [],
    what: msg('Came in longer ago than'),
    examples: ['older:1d'],
    several: 'text',
    read: ([value = ''], now) => readAge(`>${value}`, now, 'older'),
  },
  {
    name: 'newer',
    aliases: [],
    what: msg('Came in within the last'),
    examples: ['newer:2h'],
    several: 'text',
    read: ([value = ''], now) => readAge(`<${value}`, now, 'newer'),
  },
]

const BY_NAME: ReadonlyMap<string, FilterKey> = new Map(
  FILTER_KEYS.flatMap((key) => [key.name, ...key.aliases].map((name) => [name, key] as const)),
)

/** Every key and its aliases. */
export const FILTER_NAMES: readonly string[] = [...BY_NAME.keys()]

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
    const meant = ownValue(STATE_WORDS, word.toLowerCase())
    if (!meant)
      return problem(phrase('There is no state “{word}”. Try waiting, held, failed or delivered.', { word }))
    for (const state of meant) states.add(state)
  }
  return { kind: 'part', part: { states: [...states] } }
}

function readHolds(values: readonly string[]): Reading {
  const holds = new Set<Hold>()
  for (const word of values) {
    const read = holdSchema.safeParse(word.toLowerCase())
    if (!read.success)
      return problem(
        phrase('“{word}” is no reason to hold. Try {reasons}.', {
          word,
          reasons: holdSchema.options.join(', '),
        }),
      )
    holds.add(read.data)
  }
  return { kind: 'part', part: { holds: [...holds] } }
}

function readAge(value: string, now: number, key = 'age'): Reading {
  const { comparison, rest } = splitComparison(value)
  const span = readSpan(rest)
  const example = key === 'age' ? 'age:>2h' : `${key}:2h`
  if (span === null)
    return problem(
      phrase('“{typed}” is no time span. Write {example}.', {
        typed: `${key}:${key === 'age' ? value : rest}`,
        example,
      }),
    )
  if (comparison === '=')
    return problem(phrase('Older or newer than {span}? Write age:>{span} or age:<{span}.', { span: rest }))
  return comparison.startsWith('>')
    ? { kind: 'part', part: { receivedBefore: now - span } }
    : { kind: 'part', part: { receivedAfter: now - span } }
}

function readReceived(value: string, now: number): Reading {
  const { comparison, rest } = splitComparison(value)
  const moment = readMoment(rest, now)
  if (moment === null)
    return problem(
      phrase('“{typed}” is no day. Write received:>=2026-11-01 or received:today.', { typed: rest }),
    )
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
  if (octets === null)
    return problem(phrase('“{typed}” is no size. Write size:>5MiB.', { typed: `size:${value}` }))
  if (comparison === '<' && octets === 0)
    return problem(phrase('No message is smaller than nothing. Write size:>5MiB.'))
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
  if (number === null)
    return problem(phrase('“{typed}” is no number. Write attempts:>=3.', { typed: `attempts:${value}` }))
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

function problem(message: Phrase): Reading {
  return { kind: 'problem', message }
}
