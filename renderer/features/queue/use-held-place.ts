import type { Virtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef } from 'react'

/**
 * Keeps what is read where it is while rows come and go above it: remembers the first row on the screen and moves
 * the scroll position with it. At the very top nothing is held, so that new mail shows.
 */
export function useHeldPlace(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  ids: readonly string[],
  rowHeight: number,
): void {
  const place = useRef<{ readonly id: string; readonly index: number } | null>(null)

  useLayoutEffect(() => {
    const held = place.current
    if (!held || ids[held.index] === held.id) return
    const index = ids.indexOf(held.id)
    if (index >= 0)
      virtualizer.scrollToOffset((virtualizer.scrollOffset ?? 0) + (index - held.index) * rowHeight)
  }, [ids, virtualizer, rowHeight])

  useLayoutEffect(() => {
    const offset = virtualizer.scrollOffset ?? 0
    const index = Math.floor(offset / rowHeight)
    const id = ids[index]
    place.current = offset < rowHeight / 2 || id === undefined ? null : { id, index }
  })
}
