import { useQueries } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { domainOf } from '../../../shared/domain/address.ts'
import { completeFilter, type FilterFacts } from '../../../shared/filter/complete-filter.ts'
import { filterTokens } from '../../../shared/filter/filter-tokens.ts'
import type { FilterProblem } from '../../../shared/filter/parse-filter.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { t } from '../../text/t.ts'
import { FilterBox, type FilterMark } from '../../ui/filter-box.tsx'
import { FilterHelp } from './filter-help.tsx'
import { filterMarks } from './filter-marks.ts'
import type { RowList } from './row-list.ts'
import { loadedRows } from './row-window.ts'

export const FILTER_PROBLEM_ID = 'queue-filter-problem'

export interface QueueFilterBoxProps {
  value: string
  problems: readonly FilterProblem[]
  onChange: (value: string) => void
  list: RowList
  className?: string
}

/** The filter language with completion from what this Mailroom has: its routes, accounts, and the rows that are shown. */
export function QueueFilterBox({ value, problems, onChange, list, className }: QueueFilterBoxProps) {
  const names = useConfiguredNames()
  const complete = useCallback(
    (text: string, caret: number) => completeFilter(text, caret, { ...names, ...seenIn(list) }, t),
    [names, list],
  )
  const marks = useMemo<readonly FilterMark[]>(
    () => filterMarks(filterTokens(value), problems),
    [value, problems],
  )
  return (
    <FilterBox
      {...(className === undefined ? {} : { className })}
      label={t('Filter messages')}
      placeholder={t('Filter: words, state:failed, domain:gmail.com, age:>2h')}
      value={value}
      onChange={onChange}
      marks={marks}
      complete={complete}
      onDone={() => document.querySelector<HTMLElement>('[data-messages]')?.focus()}
      problemId={problems.length > 0 ? FILTER_PROBLEM_ID : undefined}
      help={
        <FilterHelp
          onChoose={(example) => onChange(value === '' ? example : `${value.trimEnd()} ${example}`)}
        />
      }
    />
  )
}

function useConfiguredNames(): FilterFacts {
  const { api } = useEngine()
  const [routes, accounts, listeners, networks] = useQueries({
    queries: [
      api.routes.list.queryOptions(),
      api.accounts.list.queryOptions(),
      api.listeners.list.queryOptions(),
      api.networks.list.queryOptions(),
    ],
  })
  return useMemo(
    () => ({
      route: routes.data?.map(({ name }) => name) ?? [],
      account: accounts.data?.map(({ username }) => username) ?? [],
      listener: listeners.data?.map(({ name }) => name) ?? [],
      network: networks.data?.map(({ name }) => name) ?? [],
    }),
    [routes.data, accounts.data, listeners.data, networks.data],
  )
}

const MOST_SEEN = 20

function seenIn(list: RowList): FilterFacts {
  const rows = loadedRows(list.state().window)
  const recipients = rows.flatMap((row) => row.recipients)
  return {
    sender: likeliest(rows.map((row) => row.sender)),
    recipient: likeliest(recipients),
    domain: likeliest(recipients.map(domainOf)),
    client: likeliest(rows.map((row) => row.client ?? '')),
  }
}

/** The most frequent first. */
function likeliest(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_SEEN)
    .map(([value]) => value)
}
