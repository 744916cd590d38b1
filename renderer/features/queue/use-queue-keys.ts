import { type KeyboardEvent, useRef } from 'react'
import { openItem, setParams, useLocation } from '../../location/location-store.ts'
import { clearSelection, putCursor, selectAll, selectRow, useQueue } from './queue-store.ts'
import { indexOfRow, type RowWindow, rowAt } from './row-window.ts'
import { isSelected } from './selection.ts'

const PAGE = 20
/** A letter after G goes to another panel; see app/shortcuts.ts. */
const PREFIX_MS = 1_000

/** What is done to the selected messages, or to the one that the keyboard is on. */
export interface QueueActions {
  readonly sendNow: () => void
  readonly hold: () => void
  readonly reroute: () => void
  readonly remove: () => void
}

export interface QueueKeys {
  window: () => RowWindow
  loadedIds: () => readonly string[]
  selectRange: (id: string, index: number) => void
  scrollTo: (index: number) => void
  actions: QueueActions
}

/**
 * Arrows or J and K move, Shift selects on the way, Enter opens, X or Space adds, Ctrl A takes all, Esc steps back; S
 * sends now, H holds, R reroutes, Delete deletes.
 */
export function useQueueKeys({
  window,
  loadedIds,
  selectRange,
  scrollTo,
  actions,
}: QueueKeys): (event: KeyboardEvent) => void {
  // Where the cursor was when its row was last loaded: pages far away are dropped, the keyboard goes on from there.
  const lastIndex = useRef(-1)
  const prefixAt = useRef(Number.NEGATIVE_INFINITY)

  const moveTo = (index: number, extend: boolean) => {
    const bounded = Math.max(0, Math.min(window().count - 1, index))
    lastIndex.current = bounded
    scrollTo(bounded)
    const row = rowAt(window(), bounded)
    if (!row) return
    if (extend) selectRange(row.id, bounded)
    else selectRow(row.id, 'only', loadedIds())
    if (!extend && useLocation.getState().place.item !== null) openItem(row.id)
  }

  return (event) => {
    // Keys of a column's header are not the rows'.
    if (event.target !== event.currentTarget) return
    const { cursor } = useQueue.getState()
    const found = cursor === null ? -1 : indexOfRow(window(), cursor)
    const at = found >= 0 ? found : cursor === null ? -1 : lastIndex.current
    const afterPrefix = event.timeStamp - prefixAt.current < PREFIX_MS
    prefixAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
    if (cursor !== null && (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) {
      event.preventDefault()
      return openMenuAt(cursor)
    }
    const withControl = event.ctrlKey || event.metaKey
    if (event.altKey || (afterPrefix && /^[a-z]$/.test(event.key))) return
    const toggle = () => cursor !== null && selectRow(cursor, 'toggle', loadedIds())
    const onTarget = (action: () => void) => () => {
      takeCursor(cursor)
      action()
    }
    const actionsByKey: Record<string, () => void> = {
      ArrowDown: () => moveTo(at + 1, event.shiftKey),
      j: () => moveTo(at + 1, false),
      J: () => moveTo(at + 1, true),
      ArrowUp: () => moveTo(at - 1, event.shiftKey),
      k: () => moveTo(at - 1, false),
      K: () => moveTo(at - 1, true),
      PageDown: () => moveTo(at + PAGE, event.shiftKey),
      PageUp: () => moveTo(at - PAGE, event.shiftKey),
      Home: () => moveTo(0, event.shiftKey),
      End: () => moveTo(window().count - 1, event.shiftKey),
      Enter: () => cursor !== null && openOrEnlarge(cursor),
      ' ': toggle,
      x: toggle,
      s: onTarget(actions.sendNow),
      h: onTarget(actions.hold),
      r: onTarget(actions.reroute),
      Delete: onTarget(actions.remove),
      Backspace: onTarget(actions.remove),
      Escape: stepBack,
    }
    const action = withControl ? (event.key === 'a' ? selectAll : undefined) : actionsByKey[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
}

/** The Menu key means the row of the keyboard; the browser would send it to the grid as a whole. */
function openMenuAt(cursor: string): void {
  const row = document.getElementById(`message-${cursor}`)
  const place = row?.getBoundingClientRect()
  if (!row || !place) return
  row.dispatchEvent(
    new MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      clientX: place.left + 40,
      clientY: place.top + place.height / 2,
    }),
  )
}

/** With nothing selected the keys mean the row that the keyboard is on. */
function takeCursor(cursor: string | null): void {
  const { selected } = useQueue.getState()
  if (cursor === null || selected.kind === 'all' || selected.ids.size > 0 || isSelected(selected, cursor))
    return
  selectRow(cursor, 'only', [cursor])
  putCursor(cursor)
}

/** A second Enter lays the message over the list, to read it. */
function openOrEnlarge(id: string): void {
  if (useLocation.getState().place.item === id) setParams({ large: '1' })
  else openItem(id)
}

function stepBack(): void {
  if (useLocation.getState().place.item !== null) openItem(null)
  else clearSelection()
}
