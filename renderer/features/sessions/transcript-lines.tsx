import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useMemo } from 'react'
import type { SessionLine, SessionRow } from '../../../shared/domain/session.ts'
import { counted } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { type TranscriptItem, transcriptItems } from '../../transcript/conversation-steps.ts'
import { StepMark } from '../../transcript/step-mark.tsx'
import { TranscriptLine } from '../../transcript/transcript-line.tsx'

export interface TranscriptLinesProps {
  ref: RefObject<HTMLDivElement | null>
  lines: readonly SessionLine[]
  dropped: number
  direction: SessionRow['direction']
  /** Number of the line to show first, where somebody came to it; null for the end. */
  marked: number | null
  onScroll: () => void
}

export function TranscriptLines({ ref, lines, dropped, direction, marked, onScroll }: TranscriptLinesProps) {
  const items = useMemo(() => transcriptItems(lines), [lines])
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => ref.current,
    estimateSize: (index) => (items[index]?.kind === 'step' ? 30 : 22),
    getItemKey: (index) => keyOf(items[index], index),
    overscan: 20,
  })
  const target =
    marked === null ? -1 : items.findIndex((item) => item.kind === 'line' && item.line.number === marked)
  useEffect(() => {
    if (target >= 0) virtualizer.scrollToIndex(target, { align: 'center' })
  }, [target, virtualizer])

  return (
    <div
      ref={ref}
      role="log"
      aria-live="off"
      aria-label={t('Lines')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard.
      tabIndex={0}
      onScroll={onScroll}
      className="min-h-0 flex-1 overflow-auto py-2 -outline-offset-2"
    >
      {dropped > 0 && (
        <p className="px-4 pb-2 text-12 text-quiet">
          {t(
            '{lines} not shown: a conversation this long keeps its beginning and its end. Export has what is kept.',
            {
              lines: counted(dropped, 'line'),
            },
          )}
        </p>
      )}
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((at) => {
          const item = items[at.index]
          return (
            item && (
              <div
                key={at.key}
                data-index={at.index}
                ref={virtualizer.measureElement}
                className="absolute inset-x-0"
                style={{ transform: `translateY(${at.start}px)` }}
              >
                {item.kind === 'step' ? (
                  <StepMark step={item.step} message={item.message} />
                ) : (
                  <TranscriptLine
                    line={item.line}
                    previous={item.previous}
                    direction={direction}
                    marked={item.line.number === marked}
                  />
                )}
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

function keyOf(item: TranscriptItem | undefined, index: number): string | number {
  if (item === undefined) return index
  return item.kind === 'step' ? item.key : item.line.number
}
