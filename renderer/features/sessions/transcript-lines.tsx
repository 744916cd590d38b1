import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { SessionLine, SessionRow } from '../../../shared/domain/session.ts'
import { counted } from '../../format/quantity.ts'
import { TranscriptLine } from '../../transcript/transcript-line.tsx'

export interface TranscriptLinesProps {
  ref: RefObject<HTMLDivElement | null>
  lines: readonly SessionLine[]
  dropped: number
  direction: SessionRow['direction']
  /** Time of the line to show first, where somebody came from a message's history. */
  markedAt: number | null
  onScroll: () => void
}

export function TranscriptLines({
  ref,
  lines,
  dropped,
  direction,
  markedAt,
  onScroll,
}: TranscriptLinesProps) {
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => ref.current,
    estimateSize: () => 22,
    getItemKey: (index) => lines[index]?.number ?? index,
    overscan: 20,
  })
  const marked = markedAt === null ? -1 : lastBefore(lines, markedAt)
  useEffect(() => {
    if (marked >= 0) virtualizer.scrollToIndex(marked, { align: 'center' })
  }, [marked, virtualizer])

  return (
    <div
      ref={ref}
      role="log"
      aria-label="Lines"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard.
      tabIndex={0}
      onScroll={onScroll}
      className="min-h-0 flex-1 overflow-auto py-2 -outline-offset-2"
    >
      {dropped > 0 && (
        <p className="px-4 pb-2 text-12 text-quiet">{counted(dropped, 'earlier line')} no longer kept.</p>
      )}
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index]
          return (
            line && (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtualizer.measureElement}
                className="absolute inset-x-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <TranscriptLine
                  line={line}
                  previous={lines[item.index - 1] ?? null}
                  direction={direction}
                  marked={item.index === marked}
                />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

/** The line that was being said at that time. */
function lastBefore(lines: readonly SessionLine[], at: number): number {
  return lines.findLastIndex((line) => line.at <= at)
}
