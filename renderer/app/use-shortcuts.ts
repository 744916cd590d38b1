import { useEffect } from 'react'
import { goTo } from '../location/location-store.ts'
import { shortcutFor } from './shortcuts.ts'

const PREFIX_MS = 1_000

export function useShortcuts(showHelp: () => void): void {
  useEffect(() => {
    let prefixAt = Number.NEGATIVE_INFINITY
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const shortcut = shortcutFor(event, event.timeStamp - prefixAt < PREFIX_MS, isTyping(event.target))
      prefixAt = Number.NEGATIVE_INFINITY
      if (!shortcut) return
      event.preventDefault()
      if (shortcut.kind === 'prefix') prefixAt = event.timeStamp
      else if (shortcut.kind === 'panel') goTo(shortcut.panel)
      else if (shortcut.kind === 'help') showHelp()
      else document.querySelector<HTMLInputElement>('[data-filter]')?.focus()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [showHelp])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
