/**
 * Keys of a list while nothing has the focus, as after G and a letter: the panel's list takes it, and the key with it.
 * Otherwise the keyboard would have to find its way through the sidebar first.
 */

/** A grid that handles the keys itself, or the first row of a list. An inspector stands aside of the list. */
const LISTS = 'main [role="grid"][tabindex="0"], main [data-row]'

/** Answers whether there was a list to go on in. */
export function enterList(event: KeyboardEvent): boolean {
  if (event.target !== document.body) return false
  const list = [...document.querySelectorAll<HTMLElement>(LISTS)].find((found) => !found.closest('aside'))
  if (list === undefined) return false
  list.focus()
  const { key, code, ctrlKey, metaKey, shiftKey } = event
  const isGrid = list.getAttribute('role') === 'grid'
  if (isGrid)
    list.dispatchEvent(
      new KeyboardEvent('keydown', {
        ...{ key, code, ctrlKey, metaKey, shiftKey, bubbles: true, cancelable: true },
      }),
    )
  return true
}
