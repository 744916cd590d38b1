import { type RefObject, useEffect, useRef } from 'react'
import { setParams, useLocation } from '../../location/location-store.ts'

const SHOWN_MS = 2_000
/** The section may still be fetching what it shows. */
const PATIENCE_MS = 3_000
const CONTROL = 'input, select, textarea, [role="switch"], button'

/**
 * Goes to the field that the address names, once it is there: opens the parts that hide it, focuses it and marks it for a
 * moment. Returns the ref of the element that it is looked for in.
 */
export function useFieldHighlight(): RefObject<HTMLDivElement | null> {
  const root = useRef<HTMLDivElement>(null)
  const field = useLocation(({ place }) => place.params.field ?? '')
  useEffect(() => {
    const within = root.current
    if (field === '' || within === null) return
    const tell = () => {
      const found = within.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`)
      if (found === null) return false
      show(found)
      // The address is that of the section again: the same search leads here once more.
      setParams({ field: '' })
      return true
    }
    if (tell()) return
    const watcher = new MutationObserver(() => {
      if (tell()) watcher.disconnect()
    })
    watcher.observe(within, { childList: true, subtree: true })
    const enough = setTimeout(() => watcher.disconnect(), PATIENCE_MS)
    return () => {
      watcher.disconnect()
      clearTimeout(enough)
    }
  }, [field])
  return root
}

function show(found: HTMLElement): void {
  for (let part = found.closest('details'); part; part = part.parentElement?.closest('details') ?? null)
    part.open = true
  found.scrollIntoView({ block: 'center' })
  found.querySelector<HTMLElement>(CONTROL)?.focus({ preventScroll: true })
  found.dataset.found = ''
  setTimeout(() => delete found.dataset.found, SHOWN_MS)
}
