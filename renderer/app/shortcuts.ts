/** Keys that work everywhere: Ctrl or Cmd K for the palette, G then a letter, Ctrl or Cmd with a digit, "/" for the filter, "?" for this list, Esc to close what is open. */

import type { Panel } from '../location/place.ts'
import { PANEL_LIST } from './panels.ts'

export type Shortcut =
  | { readonly kind: 'panel'; readonly panel: Panel }
  | { readonly kind: 'filter' }
  | { readonly kind: 'help' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'preferences' }
  | { readonly kind: 'close' }
  /** A key that lists know, where nothing has the focus. */
  | { readonly kind: 'list' }
  /** G was pressed: a letter follows. */
  | { readonly kind: 'prefix' }

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

const LIST_KEYS = new Set(['j', 'k', 'ArrowDown', 'ArrowUp'])

/** What a key press means; `afterG` within a second of G. `typing`: the focus is in a text field. */
export function shortcutFor(press: KeyPress, afterG: boolean, typing: boolean): Shortcut | null {
  if ((press.ctrlKey || press.metaKey) && !press.altKey) return withCtrl(press.key, typing)
  if (typing || press.altKey) return null
  if (afterG) return byLetter(press.key)
  if (press.key === '/') return { kind: 'filter' }
  if (press.key === '?') return { kind: 'help' }
  if (press.key === 'Escape') return { kind: 'close' }
  if (LIST_KEYS.has(press.key)) return { kind: 'list' }
  return press.key === 'g' ? { kind: 'prefix' } : null
}

function withCtrl(key: string, typing: boolean): Shortcut | null {
  if (key === 'a' && !typing) return { kind: 'list' }
  if (key.toLowerCase() === 'k') return { kind: 'palette' }
  if (key === ',') return { kind: 'preferences' }
  const info = /^[1-9]$/.test(key) ? PANEL_LIST[Number(key) - 1] : undefined
  return info ? { kind: 'panel', panel: info.panel } : null
}

function byLetter(key: string): Shortcut | null {
  const info = PANEL_LIST.find((candidate) => candidate.letter === key.toLowerCase())
  return info ? { kind: 'panel', panel: info.panel } : null
}
