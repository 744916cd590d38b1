import { useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { useElementWidth } from '../../ui/use-element-width.ts'
import { columns, features, LAYOUT, visibleColumns } from './queue-columns.tsx'
import { QueueHeader } from './queue-header.tsx'
import { QueueRow, ROW_HEIGHT } from './queue-row.tsx'
import { useQueue } from './queue-store.ts'
import { useHeldPlace } from './use-held-place.ts'
import { useQueueKeys } from './use-queue-keys.ts'

export interface QueueTableProps {
  rows: readonly MessageRow[]
  /** Messages that match, loaded or not. */
  total: number
  onEnd: () => void
  onDelete: () => void
}

const CHECKBOX_TRACK = '20px'

/**
 * A grid of rows of which only those on the screen exist. The focus stays on the grid; the row that the keyboard is on
 * is its active descendant, so that scrolling a row out of the page never loses the focus.
 */
export function QueueTable({ rows, total, onEnd, onDelete }: QueueTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const width = useElementWidth(scroller, 1_000)
  const cursor = useQueue((state) => state.cursor)
  const ids = useMemo(() => rows.map((row) => row.id), [rows])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  useHeldPlace(virtualizer, ids, ROW_HEIGHT)
  const items = virtualizer.getVirtualItems()
  useNextPage(items.at(-1)?.index ?? 0, rows.length, onEnd)

  const visibility = useMemo(() => visibleColumns(width), [width])
  // The table is given only what is on the screen: building models for all loaded rows would cost on every event.
  const data = items.map((item) => rows[item.index]).filter((row) => row !== undefined)
  const table = useTable({
    features,
    columns,
    data,
    getRowId: (row) => row.id,
    state: { columnVisibility: visibility },
  })
  const tracks = [
    CHECKBOX_TRACK,
    ...table.getVisibleLeafColumns().map((column) => LAYOUT[column.id]?.track ?? '1fr'),
  ].join(' ')
  const keys = useQueueKeys({ ids, scrollTo: (index) => virtualizer.scrollToIndex(index), onDelete })

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that takes the keyboard.
        role="grid"
        aria-label="Messages"
        aria-rowcount={total + 1}
        aria-multiselectable="true"
        aria-activedescendant={cursor === null ? undefined : `message-${cursor}`}
        tabIndex={0}
        onKeyDown={keys}
        className="group/grid block outline-none"
      >
        <thead className="sticky top-0 z-10 block">
          <QueueHeader table={table} tracks={tracks} />
        </thead>
        <tbody style={{ height: virtualizer.getTotalSize() }} className="relative block">
          {table.getRowModel().rows.map((row, position) => {
            const item = items[position]
            return (
              item && (
                <QueueRow
                  key={row.id}
                  row={row}
                  index={item.index}
                  top={item.start}
                  tracks={tracks}
                  ids={ids}
                  table={table}
                />
              )
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

const AHEAD = 60

function useNextPage(lastIndex: number, loaded: number, onEnd: () => void): void {
  const near = lastIndex >= loaded - AHEAD
  useEffect(() => {
    if (near && loaded > 0) onEnd()
  }, [near, loaded, onEnd])
}
