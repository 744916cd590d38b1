/** Where the keyboard goes when a menu has closed. */
import { useRef } from 'react'

/**
 * An entry may have opened a dialog, which has the focus already or takes it at once: then the menu takes nothing back,
 * or the keyboard would work behind the dialog. `note` wants to know each time that the menu opens.
 */
export function useFocusAfterMenu(next?: () => HTMLElement | null) {
  const before = useRef(0)
  return {
    note: (open: boolean) => {
      if (open) before.current = countDialogs()
    },
    finalFocus: () => (countDialogs() > before.current ? false : (next?.() ?? true)),
  }
}

function countDialogs(): number {
  return document.querySelectorAll('[role=dialog], [role=alertdialog]').length
}
