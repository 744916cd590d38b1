/** What the window remembers of the queue panel while it runs: order, columns, selection, and the row of the keyboard. */
import { create } from 'zustand'
import type { QueueSort } from '../../../shared/contract/queue.ts'
import type { ColumnChoice } from './columns.ts'
import { changePreferences, usePreferences } from './queue-preferences.ts'
import { type Move, NOTHING, type Selected, select } from './selection.ts'

export interface QueueState {
  readonly sort: QueueSort
  /** Of the view that is shown; null: they follow the room. */
  readonly columns: readonly ColumnChoice[] | null
  readonly selected: Selected
  readonly cursor: string | null
}

export const NEWEST_FIRST: QueueSort = { by: 'receivedAt', direction: 'descending' }

export const useQueue = create<QueueState>(() => ({
  sort: NEWEST_FIRST,
  columns: usePreferences.getState().columns,
  selected: NOTHING,
  cursor: null,
}))

/** `shown`: the rows that are loaded, in order. */
export function selectRow(id: string, move: Move, shown: readonly string[]): void {
  useQueue.setState((state) => ({ selected: select(state.selected, id, move, shown), cursor: id }))
}

/** A range of which not all rows are loaded. */
export function selectIds(ids: readonly string[], anchor: string, cursor: string): void {
  useQueue.setState({ selected: { kind: 'some', ids: new Set(ids), anchor }, cursor })
}

export function putCursor(id: string): void {
  useQueue.setState({ cursor: id })
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

/** Built-in views share their columns, which are kept; those of an own view are kept when the view is. */
export function setColumns(columns: QueueState['columns'], isOwnView: boolean): void {
  useQueue.setState({ columns })
  if (!isOwnView) changePreferences({ columns: columns === null ? null : [...columns] })
}
