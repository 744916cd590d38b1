/**
 * The filter language of the sessions, read: `client:192.168.1.20 code:550 outcome:refused cause:rule "free words"`.
 * Its signs are those of the queue's. Every key that is given must match; several values by comma are any of them
 * where that can be asked for. What cannot be read is told with its place and is not asked for; the rest counts.
 */
import { type SessionFilter, sessionFilterSchema } from '../contract/sessions.ts'
import { idSchema } from '../domain/id.ts'
import { refusalCauseSchema, type SessionOutcome, sessionOutcomeSchema } from '../domain/session.ts'
import { inEnglish, type Phrase, phrase, type Say } from '../text/say.ts'
import { type FilterToken, filterTokens } from './filter-tokens.ts'
import { ownValue } from './own-value.ts'
import type { FilterProblem } from './parse-filter.ts'
import { readMoment, readSpan } from './read-filter-value.ts'

export interface ParsedSessionFilter {
  readonly filter: SessionFilter
  readonly problems: readonly FilterProblem[]
}

/** What is asked for, or what is wrong. */
type Reading = SessionFilter | Phrase

/** `now`, in milliseconds since 1970, is what ages are counted from. */
export function parseSessionFilter(text: string, now: number, say: Say = inEnglish): ParsedSessionFilter {
  let filter: SessionFilter = {}
  const problems: FilterProblem[] = []
  const words: string[] = []
  for (const token of filterTokens(text)) {
    if (token.kind === 'word' && !token.negated) words.push(token.value.text)
    else if (isOrdinary(token)) words.push(text.slice(token.from, token.to))
    else {
      const reading = readToken(token, now)
      if ('english' in reading)
        problems.push({ from: token.from, to: token.to, message: say(reading.english, reading.values) })
      else filter = { ...filter, ...reading }
    }
  }
  const free = words.filter((word) => word !== '').join(' ')
  if (free !== '') filter = { ...filter, text: free }
  const checked = sessionFilterSchema.safeParse(filter)
  if (checked.success) return { filter: checked.data, problems }
  const message = say('A value in the filter is too long to be asked for.')
  return { filter: {}, problems: [...problems, { from: 0, to: text.length, message }] }
}

/** Words that only look like a key: "fe80::1", "rcpt:", "https://…". */
function isOrdinary(token: FilterToken): boolean {
  return token.kind === 'field' && !Object.hasOwn(KEYS, token.key)
}

function readToken(token: FilterToken, now: number): Reading {
  if (token.kind !== 'field' || token.negated)
    return phrase('Sessions cannot be left out by a filter. Say what to show.')
  const values = token.values.map(({ text }) => text)
  if (values.length === 0) return {}
  return ownValue(KEYS, token.key)?.(values, now) ?? {}
}

const one = (values: readonly string[]) => values.join(',')

const OUTCOMES: Readonly<Record<string, readonly SessionOutcome[]>> = {
  live: ['open'],
  problem: ['refused', 'failed'],
  problems: ['refused', 'failed'],
  ended: ['completed', 'refused', 'failed'],
  ...Object.fromEntries(sessionOutcomeSchema.options.map((outcome) => [outcome, [outcome]])),
}

const CODE = sessionFilterSchema.shape.code

const KEYS: Readonly<Record<string, (values: readonly string[], now: number) => Reading>> = {
  client: (values) => ({ peer: one(values) }),
  peer: (values) => ({ peer: one(values) }),
  host: (values) => ({ peer: one(values) }),
  account: (values) => ({ account: one(values) }),
  network: (values) => ({ network: one(values) }),
  via: (values) => ({ via: one(values) }),
  listener: (values) => ({ via: one(values), direction: 'inbound' }),
  route: (values) => ({ via: one(values), direction: 'outbound' }),
  message: (values) => {
    const id = one(values).toUpperCase()
    return idSchema.safeParse(id).success ? { messageId: id } : phrase('This is not the id of a message.')
  },
  direction: (values) => {
    const way = one(values).toLowerCase()
    if (way.startsWith('in')) return { direction: 'inbound' }
    return way.startsWith('out') ? { direction: 'outbound' } : phrase('Write direction:in or direction:out.')
  },
  outcome: (values) => {
    const outcomes = values.map((value) => ownValue(OUTCOMES, value.toLowerCase()))
    if (outcomes.includes(undefined)) return oneOf(Object.keys(OUTCOMES))
    return { outcomes: [...new Set(outcomes.flatMap((each) => each ?? []))] }
  },
  code: (values) => {
    const code = one(values).replace(/[.x*]+$/i, '')
    if (code === '' || !CODE.safeParse(code).success)
      return phrase('Write a code or its beginning, as 550, 5.7 or 4.')
    return { code }
  },
  cause: (values) => {
    const causes = values.map((value) => refusalCauseSchema.shape.kind.safeParse(value.toLowerCase()))
    const kinds = causes.flatMap((cause) => (cause.success ? [cause.data] : []))
    if (kinds.length < values.length) return oneOf(refusalCauseSchema.shape.kind.options)
    return { causes: kinds }
  },
  newer: (values, now) => {
    const milliseconds = readSpan(one(values))
    return milliseconds === null
      ? phrase('Write a span of time, as 30m, 2h or 1d.')
      : { startedAfter: now - milliseconds }
  },
  after: (values, now) => {
    const moment = readMoment(one(values), now)
    return moment === null ? DAY : { startedAfter: moment.begin }
  },
  before: (values, now) => {
    const moment = readMoment(one(values), now)
    return moment === null ? DAY : { startedBefore: moment.begin }
  },
}

const DAY = phrase('Write a day, as 2026-11-01, today or yesterday, or a time, as 2026-11-01T14:30.')

function oneOf(words: readonly string[]): Phrase {
  return phrase('Write one of {words}.', { words: words.join(', ') })
}

export const SESSION_FILTER_KEYS = Object.keys(KEYS)
