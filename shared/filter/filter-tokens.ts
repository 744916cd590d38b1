/**
 * The words of a filter text: `key:value,value`, bare words, each also with "-" before it, and groups `-(…)`. Values
 * with spaces or signs of the language stand in quotes, in which `\"` and `\\` are the signs themselves. Pure; reads
 * any text, also one that is still being typed.
 */

export interface FilterValue {
  readonly text: string
  /** Of the text as it is written, quotes included. */
  readonly from: number
  readonly to: number
  readonly quoted: boolean
}

export type FilterToken =
  | {
      readonly kind: 'field'
      readonly from: number
      readonly to: number
      readonly negated: boolean
      /** In small letters, without the colon. */
      readonly key: string
      /** Where the values begin. */
      readonly valuesFrom: number
      /** Empty while nothing is typed behind the colon. */
      readonly values: readonly FilterValue[]
    }
  | {
      readonly kind: 'word'
      readonly from: number
      readonly to: number
      readonly negated: boolean
      readonly value: FilterValue
    }
  | {
      /** What is left out where all of it holds. */
      readonly kind: 'group'
      readonly from: number
      readonly to: number
      readonly tokens: readonly FilterToken[]
    }

export function filterTokens(text: string): readonly FilterToken[] {
  return readTokens(text, 0, false).tokens
}

const KEY = /[a-z][a-z-]*:/iy
const SPACE = /\s/

function readTokens(text: string, start: number, inGroup: boolean): { tokens: FilterToken[]; end: number } {
  const tokens: FilterToken[] = []
  let at = start
  while (at < text.length) {
    const sign = text[at] ?? ''
    if (SPACE.test(sign)) at += 1
    else if (inGroup && sign === ')') return { tokens, end: at + 1 }
    else {
      const token = readToken(text, at, inGroup)
      tokens.push(token)
      at = Math.max(token.to, at + 1)
    }
  }
  return { tokens, end: text.length }
}

function readToken(text: string, from: number, inGroup: boolean): FilterToken {
  if (!inGroup && text.startsWith('-(', from)) {
    const { tokens, end } = readTokens(text, from + 2, true)
    return { kind: 'group', from, to: end, tokens }
  }
  const next = text[from + 1] ?? ' '
  const negated = text[from] === '-' && !SPACE.test(next)
  const begin = negated ? from + 1 : from
  KEY.lastIndex = begin
  const key = KEY.exec(text)?.[0]
  if (key === undefined) {
    const value = readValue(text, begin, inGroup, false)
    return { kind: 'word', from, to: value.to, negated, value }
  }
  const valuesFrom = begin + key.length
  const { values, end } = readValues(text, valuesFrom, inGroup)
  return { kind: 'field', from, to: end, negated, key: key.slice(0, -1).toLowerCase(), valuesFrom, values }
}

function readValues(text: string, from: number, inGroup: boolean): { values: FilterValue[]; end: number } {
  const values: FilterValue[] = []
  let at = from
  for (;;) {
    const value = readValue(text, at, inGroup, true)
    if (value.to > value.from) values.push(value)
    at = value.to
    if (text[at] !== ',') return { values, end: at }
    at += 1
  }
}

/** Up to a space, in a list up to a comma, in a group up to its end; what is quoted is taken whole. */
function readValue(text: string, from: number, inGroup: boolean, inList: boolean): FilterValue {
  let value = ''
  let quoted = false
  let at = from
  while (at < text.length) {
    const sign = text[at] ?? ''
    if (sign === '"' && (at === from || quoted)) {
      const quote = readQuoted(text, at)
      value += quote.text
      quoted = true
      at = quote.end
    } else if (SPACE.test(sign) || (inList && sign === ',') || (inGroup && sign === ')')) break
    else {
      value += sign
      at += 1
    }
  }
  return { text: value, from, to: at, quoted }
}

/** From the quote at `from`; one that is never closed reaches to the end. */
function readQuoted(text: string, from: number): { text: string; end: number } {
  let value = ''
  let at = from + 1
  while (at < text.length && text[at] !== '"') {
    const escapes = text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')
    value += text[escapes ? at + 1 : at] ?? ''
    at += escapes ? 2 : 1
  }
  return { text: value, end: Math.min(at + 1, text.length) }
}
