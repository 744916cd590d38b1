import type { KeyboardEvent } from 'react'

/**
 * Arrows (and J, K, Home, End) between the rows of a short list, which are buttons with data-row. Rows stay stops of
 * the Tab key: the lists are short, and what stands beside a row is reached in order.
 */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return
  const step = STEPS[event.key]
  const isRow = event.target instanceof HTMLElement && event.target.hasAttribute('data-row')
  if (step === undefined || !isRow) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const next = step(rows.indexOf(event.target as HTMLElement), rows.length)
  rows[Math.min(rows.length - 1, Math.max(0, next))]?.focus()
  event.preventDefault()
}

const STEPS: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  j: (index) => index + 1,
  k: (index) => index - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
}
