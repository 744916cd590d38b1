import { create } from 'zustand'
import { formatPlace, type Panel, type Place, parsePlace } from './place.ts'

export const useLocation = create<{ readonly place: Place }>(() => ({
  place: parsePlace(globalThis.location?.hash ?? ''),
}))

/** Keeps store and address bar together, the back button included. Returns its disposer. */
export function followAddressBar(page: Window): () => void {
  useLocation.setState({ place: parsePlace(page.location.hash) })
  const read = () => {
    const { place } = useLocation.getState()
    const next = parsePlace(page.location.hash)
    const go = () => goToPlace(next)
    if (guard?.(next, go)) page.history.replaceState(null, '', formatPlace(place))
    else useLocation.setState({ place: next })
  }
  page.addEventListener('hashchange', read)
  return () => page.removeEventListener('hashchange', read)
}

export interface Target {
  readonly item?: string | null
  readonly params?: Readonly<Record<string, string>>
}

export function hrefOf(panel: Panel, target: Target = {}): string {
  return formatPlace({ panel, item: target.item ?? null, params: target.params ?? {} })
}

/** Goes there, with a history entry. */
export function goTo(panel: Panel, target: Target = {}): void {
  const next = parsePlace(hrefOf(panel, target))
  if (!guard?.(next, () => goToPlace(next))) goToPlace(next)
}

function goToPlace(place: Place): void {
  useLocation.setState({ place })
  globalThis.location.hash = formatPlace(place)
}

/** Asked before the place changes; true keeps it, and `go` goes there after all. */
export type LeaveGuard = (next: Place, go: () => void) => boolean

let guard: LeaveGuard | null = null

/** For what would be lost by leaving. One at a time: the last one is asked. Returns its disposer. */
export function guardLeaving(ask: LeaveGuard): () => void {
  guard = ask
  return () => {
    if (guard === ask) guard = null
  }
}

/** Opens or closes something in the panel that is shown; its parameters stay. */
export function openItem(item: string | null): void {
  replace({ ...useLocation.getState().place, item })
}

/** Changes parameters of the panel that is shown; an empty value removes one. */
export function setParams(change: Readonly<Record<string, string>>): void {
  const { place } = useLocation.getState()
  const params = Object.fromEntries(
    Object.entries({ ...place.params, ...change }).filter(([, value]) => value !== ''),
  )
  replace({ ...place, params })
}

// Selecting in a list would fill the history with entries that nobody wants to go back to.
function replace(place: Place): void {
  if (!guard?.(place, () => replaceNow(place))) replaceNow(place)
}

function replaceNow(place: Place): void {
  globalThis.history.replaceState(null, '', formatPlace(place))
  useLocation.setState({ place })
}
