import type { ReactTable, Row } from '@tanstack/react-table'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { senderText } from '../../format/sender-text.ts'
import { openItem, useLocation } from '../../location/location-store.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { classNames } from '../../ui/class-names.ts'
import { markWord } from '../../ui/state-mark.tsx'
import type { features } from './queue-columns.tsx'
import { selectRow, useQueue } from './queue-store.ts'
import { isSelected, moveOf } from './selection.ts'

export const ROW_HEIGHT = 32

export interface QueueRowProps {
  row: Row<typeof features, MessageRow>
  table: ReactTable<typeof features, MessageRow>
  index: number
  top: number
  tracks: string
  /** Of all rows that are loaded, in order: a range is what lies between two of them. */
  ids: readonly string[]
}

export function QueueRow({ row, table, index, top, tracks, ids }: QueueRowProps) {
  const message = row.original
  const selected = useQueue((state) => isSelected(state.selected, message.id))
  const isCursor = useQueue((state) => state.cursor === message.id)
  const isOpen = useLocation((state) => state.place.item === message.id)
  return (
    <tr
      id={`message-${message.id}`}
      aria-label={rowName(message)}
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={(event) => {
        selectRow(message.id, moveOf(event), ids)
        if (moveOf(event) === 'only') openItem(message.id)
      }}
      style={{ gridTemplateColumns: tracks, height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
      className={classNames(
        'absolute inset-x-0 grid cursor-default items-center gap-x-3 border-line/60 border-b px-4 select-none',
        selected || isOpen ? 'bg-selected' : 'hover:bg-hover',
        isCursor && 'group-focus-visible/grid:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
    >
      <td className="flex">
        <Checkbox
          checked={selected}
          label={`Select ${rowName(message)}`}
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation()
            selectRow(message.id, event.shiftKey ? 'range' : 'toggle', ids)
          }}
        />
      </td>
      {row.getVisibleCells().map((cell) => (
        <td key={cell.id} className="flex min-w-0 items-center overflow-hidden whitespace-nowrap">
          <table.FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  )
}

/** "scanner@office.test to tom@gmail.example: Scan, Waiting" */
function rowName(message: MessageRow): string {
  const to = message.recipients[0] ?? 'nobody'
  const more = message.recipientCount > 1 ? ` and ${message.recipientCount - 1} more` : ''
  return `${senderText(message.sender)} to ${to}${more}: ${message.subject || 'no subject'}, ${markWord(message.state)}`
}
