import { filterTokens } from '../../../shared/filter/filter-tokens.ts'
import type { FilterProblem } from '../../../shared/filter/parse-filter.ts'
import { SESSION_FILTER_KEYS } from '../../../shared/filter/session-filter.ts'
import type { FilterMark } from '../../ui/filter-box.tsx'

/** How the text of a filter is coloured: keys that are understood, and what is not, in order and without overlap. */
export function filterMarks(text: string, problems: readonly FilterProblem[]): readonly FilterMark[] {
  return filterTokens(text).flatMap((token): FilterMark[] => {
    const { from, to } = token
    if (problems.some((problem) => problem.from < to && problem.to > from))
      return [{ from, to, tone: 'problem' }]
    if (token.kind !== 'field' || !SESSION_FILTER_KEYS.includes(token.key)) return []
    return [
      { from, to: token.valuesFrom, tone: 'key' },
      ...(to > token.valuesFrom ? [{ from: token.valuesFrom, to, tone: 'value' } as const] : []),
    ]
  })
}
