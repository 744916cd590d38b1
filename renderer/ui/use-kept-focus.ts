/** Where the focus goes when what had it is gone: the keyboard is never sent back to the top of the page. */
import { type RefObject, useEffect, useRef } from 'react'

/**
 * What was used in the list to open the inspector has the focus again when that closes. Passing by with Tab while it is
 * open is no use: the way from the list to the inspector leads through what stands behind it.
 */
export function useFocusThatReturns(open: boolean): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null)
  const last = useRef<HTMLElement | null>(null)
  const wasOpen = useRef(open)
  useEffect(() => {
    const element = list.current
    if (!element) return
    const note = () => {
      const focused = document.activeElement
      if (focused instanceof HTMLElement && focused !== element && element.contains(focused))
        last.current = focused
    }
    const passBy = () => !wasOpen.current && note()
    const press = (event: KeyboardEvent) => event.key !== 'Tab' && note()
    element.addEventListener('focusin', passBy)
    element.addEventListener('click', note)
    element.addEventListener('keydown', press, true)
    return () => {
      element.removeEventListener('focusin', passBy)
      element.removeEventListener('click', note)
      element.removeEventListener('keydown', press, true)
    }
  }, [])
  useEffect(() => {
    const closed = wasOpen.current && !open
    wasOpen.current = open
    // Only where the focus went away with the inspector: who clicked elsewhere is there already.
    if (!closed || document.activeElement !== document.body) return
    const target = last.current?.isConnected ? last.current : list.current
    target?.focus({ preventScroll: true })
  }, [open])
  return list
}

/** A button that did its work and went leaves the focus to what it stood in. */
export function useFocusThatStays(open: boolean): RefObject<HTMLElement | null> {
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    const element = place.current
    if (!open || !element) return
    let last: Element | null = null
    const note = (event: FocusEvent) => {
      last = event.target as Element
    }
    const observer = new MutationObserver(() => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return
      last = null
      element.focus({ preventScroll: true })
    })
    element.addEventListener('focusin', note)
    observer.observe(element, { childList: true, subtree: true })
    return () => {
      element.removeEventListener('focusin', note)
      observer.disconnect()
    }
  }, [open])
  return place
}
