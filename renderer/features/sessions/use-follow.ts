import { useCallback, useLayoutEffect, useRef, useState } from 'react'

/** This near to the end still counts as being there. */
const NEAR_PX = 24

/**
 * Sticks to the end of a growing list, whose newest line has this number; lets go when one scrolls up, and counts what
 * came since. What was over when it was opened is read from its beginning.
 */
export function useFollow(newest: number, live: boolean) {
  const scroller = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const wasLive = useRef(false)
  if (live) wasLive.current = true
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
    if (element && wasLive.current) element.scrollTop = element.scrollHeight
    setSeen(newest)
  }, [newest])

  const onScroll = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX
    if (atEnd) setSeen(newest)
    else if (following.current) setSeen(newest)
    following.current = atEnd
  }, [newest])

  return { scroller, toEnd, onScroll, behind: Math.max(0, newest - seen) }
}
