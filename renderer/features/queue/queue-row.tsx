import { memo } from 'react'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { counted } from '../../format/quantity.ts'
import { senderText } from '../../format/sender-text.ts'
import { openItem, useLocation } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { classNames } from '../../ui/class-names.ts'
import { markWord } from '../../ui/state-mark.tsx'
import { COLUMNS, type ColumnChoice } from './columns.ts'
import { PendingMark } from './pending-mark.tsx'
import { QueueCell } from './queue-cell.tsx'
import { selectRow, useQueue } from './queue-store.ts'
import { isSelected, moveOf } from './selection.ts'

export interface QueueRowProps {
  row: MessageRow
  index: number
  /** Pixels. */
  top: number
  height: number
  columns: readonly ColumnChoice[]
  tracks: string
  /** It is shown although it no longer matches. */
  left: boolean
  /** Ids of all rows that are loaded, in order: a range is what lies between two of them. Always the same function. */
  loadedIds: () => readonly string[]
  /** Selects up to this row. Always the same function. */
  selectRange: (id: string, index: number) => void
}

const LEFT = '[&_span]:text-faint! [&_span]:transition-colors [&_time]:text-faint!'
const LEFT_ON_SELECTED = '[&_span]:text-quiet! [&_span]:transition-colors [&_time]:text-quiet!'

/** Rendered again only when its message, its place or its columns change: events come twenty times a second. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { row, index, top, height, columns, tracks, left, loadedIds, selectRange } = props
  const selected = useQueue((state) => isSelected(state.selected, row.id))
  const isCursor = useQueue((state) => state.cursor === row.id)
  const isOpen = useLocation((state) => state.place.item === row.id)
  const name = rowName(row)
  return (
    <tr
      id={`message-${row.id}`}
      data-message={row.id}
      aria-label={left ? t('{name}, no longer in this list', { name }) : name}
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={(event) => {
        const move = moveOf(event)
        if (move === 'range') selectRange(row.id, index)
        else selectRow(row.id, move, loadedIds())
        if (move === 'only') openItem(row.id)
      }}
      style={{ gridTemplateColumns: tracks, height, transform: `translateY(${top}px)` }}
      className={classNames(
        // Contained: what changes in one row is laid out in that row alone.
        'absolute inset-x-0 grid cursor-default items-center gap-x-3 border-line/60 border-b px-4 select-none [contain:strict]',
        // On its own ground faint text would be too faint.
        selected || isOpen ? 'bg-selected [&_.text-faint]:text-quiet' : 'hover:bg-hover',
        left && (selected || isOpen ? LEFT_ON_SELECTED : LEFT),
        isCursor && 'group-focus-visible/grid:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
    >
      <td className="flex">
        <Checkbox
          checked={selected}
          label={t('Select {name}', { name })}
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation()
            if (event.shiftKey) selectRange(row.id, index)
            else selectRow(row.id, 'toggle', loadedIds())
          }}
        />
      </td>
      {columns.map(({ id }) => (
        <td
          key={id}
          className={classNames(
            'flex min-w-0 items-center overflow-hidden whitespace-nowrap',
            COLUMNS[id].align === 'end' && 'justify-end',
          )}
        >
          <QueueCell column={id} row={row} />
        </td>
      ))}
      {row.pending && <PendingMark pending={row.pending} selected={selected || isOpen} />}
    </tr>
  )
})

/** "scanner@office.test to tom@gmail.example: Scan, Waiting" */
function rowName(message: MessageRow): string {
  const first = message.recipients[0] ?? t('nobody')
  const more = message.recipientCount - 1
  const to = more > 0 ? t('{first} and {others}', { first, others: counted(more, 'other') }) : first
  return t('{sender} to {to}: {subject}, {state}', {
    sender: senderText(message.sender),
    to,
    subject: message.subject || t('no subject'),
    state: markWord(message.state),
  })
}
