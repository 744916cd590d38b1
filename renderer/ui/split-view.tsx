/**
 * What and which: a list, and the inspector of the thing that is open in it. The inspector can be resized by drag
 * and by arrow keys; in a narrow window it slides over the list instead of squeezing it.
 */

import { type ReactNode, useRef, useState } from 'react'
import { t } from '../text/t.ts'
import { classNames } from './class-names.ts'
import { useElementWidth } from './use-element-width.ts'
import { useFocusThatReturns, useFocusThatStays } from './use-kept-focus.ts'

const NARROWEST = 380
const WIDEST = 640
const STEP = 16
/** Below this width of list and inspector together (a window of 1180 less the sidebar) the inspector floats. */
const SIDE_BY_SIDE = 972
const KEY = 'mailroom.inspector-width'

export function SplitView({
  list,
  inspector,
  label,
  large = false,
}: {
  list: ReactNode
  inspector: ReactNode | null
  label: string
  /** The inspector lies over the whole list. */
  large?: boolean
}) {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(rememberedWidth)
  const floats = useElementWidth(frame, 1_200) < SIDE_BY_SIDE

  const resize = (next: number) => {
    const bounded = Math.min(WIDEST, Math.max(NARROWEST, Math.round(next)))
    setWidth(bounded)
    localStorage.setItem(KEY, String(bounded))
  }

  const open = inspector !== null && inspector !== false && inspector !== undefined
  const outside = useFocusThatReturns(open)
  const inside = useFocusThatStays(open)

  return (
    <div ref={frame} className="relative flex min-h-0 min-w-0 flex-1 overflow-hidden">
      <div ref={outside} tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
        {list}
      </div>
      {inspector && (
        <aside
          ref={inside}
          tabIndex={-1}
          aria-label={label}
          style={{ width: large ? '100%' : floats ? Math.min(width, 480) : width }}
          className={classNames(
            'flex min-h-0 shrink-0 flex-col border-line border-l bg-surface -outline-offset-2',
            (floats || large) && 'absolute inset-y-0 right-0 z-20 max-w-full shadow-float',
            floats && !large && 'animate-slide',
          )}
        >
          {!floats && !large && <Handle width={width} onResize={resize} />}
          {inspector}
        </aside>
      )}
    </div>
  )
}

function Handle({ width, onResize }: { width: number; onResize: (width: number) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be dragged; this is the window splitter pattern.
    <div
      role="separator"
      aria-label={t('Width of the inspector')}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
        const edge = event.currentTarget.parentElement?.getBoundingClientRect().right ?? 0
        onResize(edge - event.clientX)
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') onResize(width + STEP)
        if (event.key === 'ArrowRight') onResize(width - STEP)
      }}
      className="absolute inset-y-0 z-10 -ml-1 w-2 cursor-col-resize transition-colors hover:bg-accent/25 focus-visible:bg-accent/40"
    />
  )
}

function rememberedWidth(): number {
  const stored = Number(localStorage.getItem(KEY))
  return stored >= NARROWEST && stored <= WIDEST ? stored : 416
}
