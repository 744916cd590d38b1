import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef } from 'react'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'
import {
  COLUMNS,
  type ColumnChoice,
  type ColumnId,
  GAP,
  moved,
  NARROWEST,
  resized,
  WIDEST,
} from './columns.ts'
import { sortBy, useQueue } from './queue-store.ts'

export interface QueueHeaderProps {
  columns: readonly ColumnChoice[]
  tracks: string
  onColumns: (columns: readonly ColumnChoice[]) => void
}

/** Names, order and width of the columns: click sorts, the edge resizes, Alt with an arrow moves a column. */
export function QueueHeader({ columns, tracks, onColumns }: QueueHeaderProps) {
  return (
    <tr
      aria-rowindex={1}
      style={{ gridTemplateColumns: tracks }}
      className="grid h-7 items-center gap-x-3 border-line border-b bg-surface px-4 text-12 text-quiet"
    >
      <th scope="col">
        <span className="sr-only">{t('Selected')}</span>
      </th>
      {columns.map((column) => (
        <ColumnHeader
          key={column.id}
          column={column}
          onResize={(width) => onColumns(resized(columns, column.id, width))}
          onMove={(by) => onColumns(moved(columns, column.id, by))}
        />
      ))}
    </tr>
  )
}

interface ColumnHeaderProps {
  column: ColumnChoice
  onResize: (width: number) => void
  onMove: (by: -1 | 1) => void
}

function ColumnHeader({ column: { id, width }, onResize, onMove }: ColumnHeaderProps) {
  const cell = useRef<HTMLTableCellElement>(null)
  const sort = useQueue((state) => state.sort)
  const { label, sort: by, align } = COLUMNS[id]
  const sorted = by !== undefined && sort.by === by
  return (
    <th
      ref={cell}
      scope="col"
      aria-sort={sorted ? sort.direction : undefined}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return
        event.preventDefault()
        onMove(event.key === 'ArrowLeft' ? -1 : 1)
      }}
      className={classNames(
        'relative flex min-w-0 items-center text-left font-normal',
        align === 'end' && 'justify-end',
      )}
    >
      {by === undefined ? (
        <span className="truncate">{label()}</span>
      ) : (
        <SortButton id={id} sorted={sorted} />
      )}
      <WidthHandle
        name={label()}
        width={width ?? COLUMNS[id].width}
        measure={() => cell.current?.getBoundingClientRect()}
        onResize={onResize}
      />
    </th>
  )
}

function SortButton({ id, sorted }: { id: ColumnId; sorted: boolean }) {
  const direction = useQueue((state) => state.sort.direction)
  const { label, sort: by } = COLUMNS[id]
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <button
      type="button"
      onClick={() => by && sortBy(by)}
      className={classNames(
        '-mx-1 flex min-w-0 cursor-default items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-text',
        sorted && 'font-medium text-text',
      )}
    >
      <span className="truncate">{label()}</span>
      {sorted && <Arrow size={11} aria-hidden="true" className="shrink-0" />}
    </button>
  )
}

const STEP = 16

interface WidthHandleProps {
  name: string
  width: number
  measure: () => DOMRect | undefined
  onResize: (width: number) => void
}

/** The edge of a column: drag it, or move it with the arrow keys once it has the focus. */
function WidthHandle({ name, width, measure, onResize }: WidthHandleProps) {
  const current = () => measure()?.width ?? width
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be dragged; this is the window splitter pattern.
    <div
      role="separator"
      aria-label={t('Width of {column}', { column: name })}
      aria-orientation="vertical"
      aria-valuenow={Math.round(width)}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      // The list is one stop of the Tab key; by keyboard alone, “Columns and rows” changes widths.
      tabIndex={-1}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
        onResize(event.clientX - (measure()?.left ?? 0))
      }}
      onKeyDown={(event) => {
        if (event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return
        event.preventDefault()
        event.stopPropagation()
        onResize(current() + (event.key === 'ArrowRight' ? STEP : -STEP))
      }}
      style={{ right: -GAP / 2 - 4, width: 8 }}
      className="group/handle absolute inset-y-0 z-10 flex cursor-col-resize justify-center outline-none"
    >
      <span className="h-full w-px transition-colors group-hover/handle:bg-line-strong group-focus-visible/handle:w-0.5 group-focus-visible/handle:bg-accent" />
    </div>
  )
}
