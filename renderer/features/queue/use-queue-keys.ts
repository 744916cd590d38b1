import type { KeyboardEvent } from 'react'
import { openItem, useLocation } from '../../location/location-store.ts'
import { clearSelection, selectAll, selectRow, useQueue } from './queue-store.ts'

const PAGE = 20

export interface QueueKeys {
  ids: readonly string[]
  scrollTo: (index: number) => void
  onDelete: () => void
}

/** Arrows or J and K move, Shift selects on the way, Enter opens, Space adds, Ctrl A takes all, Esc steps back. */
export function useQueueKeys({ ids, scrollTo, onDelete }: QueueKeys): (event: KeyboardEvent) => void {
  const moveTo = (index: number, extend: boolean) => {
    const bounded = Math.max(0, Math.min(ids.length - 1, index))
    const id = ids[bounded]
    if (id === undefined) return
    selectRow(id, extend ? 'range' : 'only', ids)
    if (!extend && useLocation.getState().place.item !== null) openItem(id)
    scrollTo(bounded)
  }

  return (event) => {
    const { cursor } = useQueue.getState()
    const at = cursor === null ? -1 : ids.indexOf(cursor)
    const actions: Record<string, () => void> = {
      ArrowDown: () => moveTo(at + 1, event.shiftKey),
      j: () => moveTo(at + 1, false),
      ArrowUp: () => moveTo(at - 1, event.shiftKey),
      k: () => moveTo(at - 1, false),
      PageDown: () => moveTo(at + PAGE, event.shiftKey),
      PageUp: () => moveTo(at - PAGE, event.shiftKey),
      Home: () => moveTo(0, event.shiftKey),
      End: () => moveTo(ids.length - 1, event.shiftKey),
      Enter: () => cursor !== null && openItem(cursor),
      ' ': () => cursor !== null && selectRow(cursor, 'toggle', ids),
      Delete: onDelete,
      Escape: stepBack,
    }
    const withControl = event.ctrlKey || event.metaKey
    const action = withControl ? (event.key === 'a' ? selectAll : undefined) : actions[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
}

function stepBack(): void {
  if (useLocation.getState().place.item !== null) openItem(null)
  else clearSelection()
}
