import type { Flow } from '../../../../shared/contract/statistics.ts'
import { type MinuteFigures, type Steps, sumFlow } from '../../statistics/flow-steps.ts'
import { readTimes } from '../rows/delivery-times-column.ts'
import type { Connection } from '../workers/connection.ts'

export interface ReadFlow {
  readonly steps: Steps
  /** Not written yet. */
  readonly pending: readonly MinuteFigures[]
}

const MINUTE = 60_000

/** For the reader: a week is ten thousand minutes, of which only the sums travel. */
export function readFlow(connection: Connection, { steps, pending }: ReadFlow): Flow {
  const rows = connection
    .prepare('SELECT * FROM flow_minutes WHERE minute >= ? AND minute < ? ORDER BY minute')
    .all(
      Math.floor(steps.from / MINUTE),
      Math.ceil((steps.from + steps.stepMs * steps.count) / MINUTE),
    ) as (Omit<MinuteFigures, 'times'> & { readonly times: string })[]
  const written = rows.map((row) => ({ ...row, times: readTimes(row.times) }))
  return sumFlow([...written, ...pending], steps)
}
