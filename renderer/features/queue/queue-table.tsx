import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, type ReactElement, useCallback, useEffect, useMemo, useRef } from 'react'
import { t } from '../../text/t.ts'
import { useElementWidth } from '../../ui/use-element-width.ts'
import { leastWidth, shownColumns, tracksOf } from './columns.ts'
import { QueueHeader } from './queue-header.tsx'
import { usePreferences } from './queue-preferences.ts'
import { QueueRow } from './queue-row.tsx'
import { type QueueState, useQueue } from './queue-store.ts'
import type { RowList } from './row-list.ts'
import { loadedRows, rowAt } from './row-window.ts'
import { useHeldPlace } from './use-held-place.ts'
import { type QueueActions, useQueueKeys } from './use-queue-keys.ts'
import { useRowListState } from './use-queue-rows.ts'
import { useRange } from './use-range.ts'

export interface QueueTableProps {
  list: RowList
  /** Messages that match, loaded or not. */
  total: number
  actions: QueueActions
  onColumns: (columns: QueueState['columns']) => void
  /** Puts the menu of the right mouse button around the rows. */
  around: (rows: ReactElement<Record<string, unknown>>) => ReactElement
  onContext: (event: MouseEvent<HTMLElement>) => void
}

const ROW_HEIGHTS = { normal: 32, compact: 28 } as const

/**
 * A row that scrolls out lends its elements to the one that scrolls in: making them anew costs three times as much.
 * More than a screen can ever hold.
 */
const SLOTS = 512

/**
 * A grid of rows of which only those on the screen exist. The focus stays on the grid; the row that the keyboard is on
 * is its active descendant, so that scrolling a row out of the page never loses the focus.
 */
export function QueueTable({ list, total, actions, onColumns, around, onContext }: QueueTableProps) {
  const { window, left } = useRowListState(list)
  const scroller = useRef<HTMLDivElement>(null)
  const width = useElementWidth(scroller, 1_000)
  const cursor = useQueue((state) => state.cursor)
  const height = usePreferences((state) => ROW_HEIGHTS[state.density])
  const chosen = useQueue((state) => state.columns)
  const columns = useMemo(() => shownColumns(chosen, width), [chosen, width])
  const tracks = useMemo(() => tracksOf(columns), [columns])

  const virtualizer = useVirtualizer({
    count: window.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 4,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height lie elsewhere.
  useEffect(() => virtualizer.measure(), [height, virtualizer])
  useHeldPlace(virtualizer, window, height)
  const items = virtualizer.getVirtualItems()
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0]
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that has grown may have to load what is shown.
  useEffect(() => list.show(first, last), [list, first, last, window.count])
  const top = useCallback(() => scroller.current?.scrollTo({ top: 0 }), [])
  useBackToTop(list, top)

  const latest = useRef(window)
  latest.current = window
  const loadedIds = useCallback(() => loadedRows(latest.current).map((row) => row.id), [])
  const selectRange = useRange(list)
  const keys = useQueueKeys({
    window: () => latest.current,
    loadedIds,
    selectRange,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    actions,
  })

  return around(
    <div
      ref={scroller}
      onScroll={(event) => list.setAtTop(event.currentTarget.scrollTop < height / 2)}
      className="min-h-0 flex-1 overflow-auto"
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that takes the keyboard.
        role="grid"
        data-messages
        aria-label={t('Messages')}
        aria-rowcount={total + 1}
        aria-multiselectable="true"
        aria-activedescendant={cursor === null ? undefined : `message-${cursor}`}
        tabIndex={0}
        onKeyDown={keys}
        onContextMenu={onContext}
        style={{ minWidth: leastWidth(columns) }}
        className="group/grid block outline-none"
      >
        <thead className="sticky top-0 z-10 block">
          <QueueHeader columns={columns} tracks={tracks} onColumns={onColumns} />
        </thead>
        <tbody style={{ height: virtualizer.getTotalSize() }} className="relative block">
          {items.map((item) => {
            const row = rowAt(window, item.index)
            return row ? (
              <QueueRow
                key={item.index % SLOTS}
                row={row}
                index={item.index}
                top={item.start}
                height={height}
                columns={columns}
                tracks={tracks}
                left={left.has(row.id)}
                loadedIds={loadedIds}
                selectRange={selectRange}
              />
            ) : (
              <MissingRow key={item.index % SLOTS} index={item.index} top={item.start} height={height} />
            )
          })}
        </tbody>
      </table>
    </div>,
  )
}

/** A row whose page is on its way. */
function MissingRow({ index, top, height }: { index: number; top: number; height: number }) {
  return (
    <tr
      aria-rowindex={index + 2}
      aria-busy="true"
      style={{ height, transform: `translateY(${top}px)` }}
      className="absolute inset-x-0 flex items-center border-line/60 border-b px-4"
    >
      <td aria-label={t('Loading')} />
    </tr>
  )
}

/** Another list begins at its first row. */
function useBackToTop(list: RowList, top: () => void): void {
  const shown = useRef(list)
  useEffect(() => {
    if (shown.current === list) return
    shown.current = list
    top()
  }, [list, top])
}
