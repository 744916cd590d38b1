/** What the window remembers of the queue panel: order, selection, and the row that the keyboard is on. */
import { create } from 'zustand'
import type { QueueSort } from '../../../shared/contract/queue.ts'
import { type Move, NOTHING, type Selected, select } from './selection.ts'

export interface QueueState {
  readonly sort: QueueSort
  readonly selected: Selected
  readonly cursor: string | null
}

export const NEWEST_FIRST: QueueSort = { by: 'receivedAt', direction: 'descending' }

export const useQueue = create<QueueState>(() => ({ sort: NEWEST_FIRST, selected: NOTHING, cursor: null }))

export function selectRow(id: string, move: Move, shown: readonly string[]): void {
  useQueue.setState((state) => ({ selected: select(state.selected, id, move, shown), cursor: id }))
}

export function selectAll(): void {
  useQueue.setState({ selected: { kind: 'all' } })
}

export function clearSelection(): void {
  useQueue.setState({ selected: NOTHING })
}

/** The first press sorts the natural way (newest, soonest, largest first), the second the other way. */
export function sortBy(by: QueueSort['by']): void {
  useQueue.setState(({ sort }) => {
    const natural = by === 'nextAttemptAt' ? 'ascending' : 'descending'
    const other = natural === 'ascending' ? 'descending' : 'ascending'
    return { sort: { by, direction: sort.by === by && sort.direction === natural ? other : natural } }
  })
}
