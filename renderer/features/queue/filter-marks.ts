import { findFilterKey } from '../../../shared/filter/filter-keys.ts'
import type { FilterToken } from '../../../shared/filter/filter-tokens.ts'
import type { FilterProblem } from '../../../shared/filter/parse-filter.ts'
import type { FilterMark } from '../../ui/filter-box.tsx'

/** How a filter's text is coloured: keys that are known, and what is wrong. In order, without overlap. */
export function filterMarks(
  tokens: readonly FilterToken[],
  problems: readonly FilterProblem[],
): FilterMark[] {
  const wrong = problems.map(({ from, to }): FilterMark => ({ from, to, tone: 'problem' }))
  const isWrong = (token: { from: number; to: number }) =>
    wrong.some((mark) => token.from < mark.to && mark.from < token.to)
  const keys = flat(tokens).flatMap((token): FilterMark[] =>
    token.kind === 'field' && findFilterKey(token.key) !== null && !isWrong(token)
      ? [{ from: token.from, to: token.valuesFrom, tone: 'key' }]
      : [],
  )
  return [...wrong, ...keys].sort((a, b) => a.from - b.from)
}

function flat(tokens: readonly FilterToken[]): readonly FilterToken[] {
  return tokens.flatMap((token) => (token.kind === 'group' ? flat(token.tokens) : [token]))
}
