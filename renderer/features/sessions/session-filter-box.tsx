import { useCallback, useMemo } from 'react'
import type { SessionRow } from '../../../shared/domain/session.ts'
import type { FilterFacts } from '../../../shared/filter/complete-filter.ts'
import { completeSessionFilter } from '../../../shared/filter/complete-session-filter.ts'
import type { FilterProblem } from '../../../shared/filter/parse-filter.ts'
import { setParams } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { FilterBox } from '../../ui/filter-box.tsx'
import { filterMarks } from './filter-marks.ts'

const PROBLEM_ID = 'session-filter-problem'

export interface SessionFilterBoxProps {
  value: string
  problems: readonly FilterProblem[]
  /** What is listed now: its names are offered. */
  rows: readonly SessionRow[]
}

/** The filter language with completion from what is listed. */
export function SessionFilterBox({ value, problems, rows }: SessionFilterBoxProps) {
  const complete = useCallback(
    (text: string, caret: number) => completeSessionFilter(text, caret, factsOf(rows), t),
    [rows],
  )
  const marks = useMemo(() => filterMarks(value, problems), [value, problems])
  const problem = problems[0]
  return (
    <div className="relative w-full max-w-112">
      <FilterBox
        label={t('Filter sessions')}
        placeholder={t('Filter: client:192.168.1.20 code:550 outcome:refused')}
        value={value}
        onChange={(q) => setParams({ q })}
        marks={marks}
        complete={complete}
        problemId={problem && PROBLEM_ID}
      />
      {problem && (
        <p
          id={PROBLEM_ID}
          role="status"
          className="absolute top-full z-10 mt-1 rounded bg-raised px-2 py-1 text-12 text-bad shadow-float"
        >
          {problem.message}
        </p>
      )}
    </div>
  )
}

const MOST = 40
const LOOKED_AT = 300

function factsOf(rows: readonly SessionRow[]): FilterFacts {
  const recent = rows.slice(0, LOOKED_AT)
  const some = (values: ReadonlyArray<string | null>) =>
    [...new Set(values.filter((value) => value !== null))].slice(0, MOST)
  return {
    client: some(recent.flatMap((row) => [row.peerAddress, row.peerName])),
    account: some(recent.map((row) => row.account)),
    network: some(recent.map((row) => row.network)),
    listener: some(recent.map((row) => (row.direction === 'inbound' ? row.via : null))),
    route: some(recent.map((row) => (row.direction === 'outbound' ? row.via : null))),
  }
}
