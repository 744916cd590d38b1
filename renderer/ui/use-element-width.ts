import { type RefObject, useEffect, useState } from 'react'

/** Width of an element in CSS pixels, and again whenever it changes; `initial` before the first measurement. */
export function useElementWidth(element: RefObject<HTMLElement | null>, initial: number): number {
  const [width, setWidth] = useState(initial)
  useEffect(() => {
    const target = element.current
    if (!target) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width))
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return width
}
