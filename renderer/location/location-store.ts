import { create } from 'zustand'
import { formatPlace, type Panel, type Place, parsePlace } from './place.ts'

export const useLocation = create<{ readonly place: Place }>(() => ({
  place: parsePlace(globalThis.location?.hash ?? ''),
}))

/** Keeps store and address bar together, the back button included. Returns its disposer. */
export function followAddressBar(page: Window): () => void {
  const read = () => useLocation.setState({ place: parsePlace(page.location.hash) })
  read()
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
  globalThis.location.hash = hrefOf(panel, target)
  useLocation.setState({ place: parsePlace(globalThis.location.hash) })
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
  globalThis.history.replaceState(null, '', formatPlace(place))
  useLocation.setState({ place })
}
