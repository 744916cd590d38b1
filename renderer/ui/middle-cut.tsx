import { useLayoutEffect, useRef, useState } from 'react'
import { cutMiddle } from '../format/cut-middle.ts'

/**
 * An address on one line that loses its middle where room is short; the whole of it is the tooltip. The unseen whole
 * text takes the room, so that what stands beside it follows at once and a wider column shows more again.
 */
export function MiddleCut({ text }: { text: string }) {
  const holder = useRef<HTMLSpanElement>(null)
  const [shown, setShown] = useState(text)
  useLayoutEffect(() => {
    const element = holder.current
    if (!element) return
    const cut = () => {
      const { width } = element.getBoundingClientRect()
      // The canvas knows nothing of the font's features: whether all of it fits, the page itself says.
      setShown(holdsAll(element) ? text : cutMiddle(text, width, measureLike(element)))
    }
    cut()
    return whenResized(element, cut)
  }, [text])
  return (
    <span ref={holder} title={text} className="grid min-w-0">
      <span className="col-start-1 row-start-1 overflow-hidden whitespace-nowrap opacity-0">{text}</span>
      <span aria-hidden="true" className="col-start-1 row-start-1 overflow-hidden whitespace-nowrap">
        {shown}
      </span>
    </span>
  )
}

function holdsAll({ firstElementChild: whole }: HTMLElement): boolean {
  return whole === null || whole.scrollWidth <= whole.clientWidth
}

const canvas = document.createElement('canvas').getContext('2d')

/** Widths in CSS pixels. Without a canvas everything fits, and the style clips it. */
function measureLike(element: HTMLElement): (text: string) => number {
  if (!canvas) return () => 0
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(element)
  canvas.font = `${fontWeight} ${fontSize} ${fontFamily}`
  return (text) => canvas.measureText(text).width
}

const listeners = new WeakMap<Element, () => void>()
let observer: ResizeObserver | null = null

/** One observer for the cells of all rows: one of its own for each would cost at every scroll. */
function whenResized(element: Element, run: () => void): () => void {
  observer ??= new ResizeObserver((entries) => {
    for (const { target } of entries) listeners.get(target)?.()
  })
  const watching = observer
  listeners.set(element, run)
  watching.observe(element)
  return () => watching.unobserve(element)
}
