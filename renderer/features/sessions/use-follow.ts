import { useCallback, useLayoutEffect, useRef, useState } from 'react'

/** This near to the end still counts as being there. */
const NEAR_PX = 24

/** Sticks to the end of a growing list; lets go when one scrolls up, and counts what came since. */
export function useFollow(length: number) {
  const scroller = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const [seen, setSeen] = useState(0)

  const toEnd = useCallback(() => {
    following.current = true
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
    setSeen(Number.MAX_SAFE_INTEGER)
  }, [])

  useLayoutEffect(() => {
    if (!following.current) return
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
    setSeen(length)
  }, [length])

  const onScroll = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX
    if (atEnd) setSeen(length)
    else if (following.current) setSeen(length)
    following.current = atEnd
  }, [length])

  return { scroller, toEnd, onScroll, behind: Math.max(0, length - seen) }
}
