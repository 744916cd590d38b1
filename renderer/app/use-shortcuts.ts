import { useEffect } from 'react'
import { goTo, openItem } from '../location/location-store.ts'
import { showDialog, showPreferences } from './dialogs-store.ts'
import { enterList } from './enter-list.ts'
import { openPalette } from './palette/palette-store.ts'
import { shortcutFor } from './shortcuts.ts'

const PREFIX_MS = 1_000

export function useShortcuts(): void {
  useEffect(() => {
    let prefixAt = Number.NEGATIVE_INFINITY
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const shortcut = shortcutFor(event, event.timeStamp - prefixAt < PREFIX_MS, isTyping(event.target))
      prefixAt = Number.NEGATIVE_INFINITY
      if (!shortcut || (shortcut.kind === 'list' && !enterList(event))) return
      event.preventDefault()
      if (shortcut.kind === 'prefix') prefixAt = event.timeStamp
      else if (shortcut.kind === 'panel') goTo(shortcut.panel)
      else if (shortcut.kind === 'help') showDialog('shortcuts')
      else if (shortcut.kind === 'palette') openPalette()
      else if (shortcut.kind === 'preferences') showPreferences()
      else if (shortcut.kind === 'close') closeInspector()
      else if (shortcut.kind === 'filter') focusFilter()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

/** The field that narrows the list down, where the panel has one. */
export function focusFilter(): void {
  document.querySelector<HTMLInputElement>('[data-filter]')?.focus()
}

/** An editor stays: what was typed there goes by its Cancel only. A dialog or a menu above takes Esc for itself. */
function closeInspector(): void {
  if (document.querySelector('aside form:not([data-question]), [data-takes-escape]') !== null) return
  const close = document.querySelector<HTMLElement>('aside [data-closes]')
  if (close) close.click()
  else openItem(null)
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
