import { MoreHorizontal } from 'lucide-react'
import type { QueueOperation } from '../../../shared/contract/queue.ts'
import { count, counted } from '../../format/quantity.ts'
import { useLocation } from '../../location/location-store.ts'
import { type OperationKind, operationLabel } from '../../operations/operation-words.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { clearSelection, selectAll, useQueue } from './queue-store.ts'
import { selectedCount } from './selection.ts'

export interface SelectionBarProps {
  matching: number
  loaded: number
  /** What is being done with them now. */
  running: OperationKind | null
  onOperate: (operation: QueueOperation) => void
  onReroute: () => void
  onExport: () => void
}

const PLAIN: readonly QueueOperation[] = ['send-now', 'hold', 'release']

/** What can be done with what is selected. One row that is open has its inspector. */
export function SelectionBar({
  matching,
  loaded,
  running,
  onOperate,
  onReroute,
  onExport,
}: SelectionBarProps) {
  const selected = useQueue((state) => state.selected)
  const number = selectedCount(selected, matching)
  const opened = useLocation((state) => state.place.item)
  if (number === 0 || (number === 1 && opened !== null)) return null
  const canWiden = selected.kind === 'some' && matching > number && (number >= loaded || number > 1)
  return (
    <div
      role="toolbar"
      aria-label={t('Selected messages')}
      className="flex min-h-11 shrink-0 animate-appear flex-wrap items-center gap-1.5 border-line border-t bg-raised px-4 py-1.5"
    >
      <span className="mr-1 font-medium whitespace-nowrap tabular-nums" aria-live="polite">
        {t('{count} selected', { count: count(number) })}
      </span>
      {PLAIN.map((operation) => (
        <Button
          key={operation}
          disabled={running !== null}
          busy={running === operation}
          onClick={() => onOperate(operation)}
        >
          {operationLabel(operation)}
        </Button>
      ))}
      <Button disabled={running !== null} onClick={onReroute}>
        {t('Reroute…')}
      </Button>
      <Button look="removal" disabled={running !== null} onClick={() => onOperate('delete')}>
        {t('Delete…')}
      </Button>
      <Menu
        trigger={
          <IconButton label={t('More actions for what is selected')}>
            <MoreHorizontal size={15} />
          </IconButton>
        }
        entries={[
          { label: t('Bounce…'), onSelect: () => onOperate('bounce') },
          { label: number === 1 ? t('Export .eml') : t('Export .mbox'), onSelect: onExport },
        ]}
      />
      <span className="flex-1" />
      {canWiden && (
        <Button look="quiet" onClick={selectAll}>
          {t('Select all {matches}', { matches: counted(matching, 'match', 'matches') })}
        </Button>
      )}
      <Button look="quiet" onClick={clearSelection}>
        {t('Clear')}
      </Button>
    </div>
  )
}
