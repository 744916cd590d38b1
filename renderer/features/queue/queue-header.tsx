import type { ReactTable } from '@tanstack/react-table'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { classNames } from '../../ui/class-names.ts'
import { type features, LAYOUT } from './queue-columns.tsx'
import { sortBy, useQueue } from './queue-store.ts'

export function QueueHeader({
  table,
  tracks,
}: {
  table: ReactTable<typeof features, MessageRow>
  tracks: string
}) {
  return (
    <tr
      aria-rowindex={1}
      style={{ gridTemplateColumns: tracks }}
      className="grid h-7 items-center gap-x-3 border-line border-b bg-surface px-4 text-12 text-quiet"
    >
      <th scope="col">
        <span className="sr-only">Selected</span>
      </th>
      {table.getHeaderGroups()[0]?.headers.map((header) => (
        <ColumnHeader key={header.id} id={header.column.id} label={String(header.column.columnDef.header)} />
      ))}
    </tr>
  )
}

function ColumnHeader({ id, label }: { id: string; label: string }) {
  const sort = useQueue((state) => state.sort)
  const by = LAYOUT[id]?.sort
  const sorted = by !== undefined && sort.by === by
  const Arrow = sort.direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      aria-sort={sorted ? sort.direction : undefined}
      className="flex min-w-0 items-center text-left font-normal"
    >
      {by === undefined ? (
        label
      ) : (
        <button
          type="button"
          onClick={() => sortBy(by)}
          className={classNames(
            '-mx-1 flex cursor-default items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-text',
            sorted && 'font-medium text-text',
          )}
        >
          {label}
          {sorted && <Arrow size={11} aria-hidden="true" />}
        </button>
      )}
    </th>
  )
}
