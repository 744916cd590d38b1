import type { Virtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef } from 'react'
import { indexOfRow, type RowWindow, rowAt } from './row-window.ts'

/**
 * Keeps what is read where it is while rows come and go above it: remembers the first row on the screen and moves
 * the scroll position with it. At the very top nothing is held, so that new mail shows.
 */
export function useHeldPlace(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  window: RowWindow,
  rowHeight: number,
): void {
  const place = useRef<{ readonly id: string; readonly index: number } | null>(null)

  useLayoutEffect(() => {
    const held = place.current
    if (!held || rowAt(window, held.index)?.id === held.id) return
    const index = indexOfRow(window, held.id)
    if (index >= 0)
      virtualizer.scrollToOffset((virtualizer.scrollOffset ?? 0) + (index - held.index) * rowHeight)
  }, [window, virtualizer, rowHeight])

  useLayoutEffect(() => {
    const offset = virtualizer.scrollOffset ?? 0
    const index = Math.floor(offset / rowHeight)
    const id = rowAt(window, index)?.id
    place.current = offset < rowHeight / 2 || id === undefined ? null : { id, index }
  })
}
