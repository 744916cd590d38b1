import type { QueueOperation } from '../../../shared/contract/queue.ts'
import { count, counted } from '../../format/quantity.ts'
import { useLocation } from '../../location/location-store.ts'
import { Button } from '../../ui/button.tsx'
import { clearSelection, selectAll, useQueue } from './queue-store.ts'
import { selectedCount } from './selection.ts'

export interface SelectionBarProps {
  matching: number
  loaded: number
  /** What is being done with them now. */
  running: QueueOperation | null
  onOperate: (operation: QueueOperation) => void
}

const BUTTONS: ReadonlyArray<{ operation: QueueOperation; label: string; look: 'plain' | 'removal' }> = [
  { operation: 'send-now', label: 'Send now', look: 'plain' },
  { operation: 'hold', label: 'Hold', look: 'plain' },
  { operation: 'release', label: 'Release', look: 'plain' },
  { operation: 'bounce', label: 'Bounce…', look: 'plain' },
  { operation: 'delete', label: 'Delete…', look: 'removal' },
]

/** What can be done with what is selected. One row that is open has its inspector. */
export function SelectionBar({ matching, loaded, running, onOperate }: SelectionBarProps) {
  const selected = useQueue((state) => state.selected)
  const number = selectedCount(selected, matching)
  const opened = useLocation((state) => state.place.item)
  if (number === 0 || (number === 1 && opened !== null)) return null
  const canWiden = selected.kind === 'some' && matching > number && (number >= loaded || number > 1)
  return (
    <div
      role="toolbar"
      aria-label="Selected messages"
      className="flex h-11 shrink-0 animate-appear items-center gap-1.5 border-line border-t bg-raised px-4"
    >
      <span className="mr-1 font-medium whitespace-nowrap" aria-live="polite">
        {count(number)} selected
      </span>
      {BUTTONS.map(({ operation, label, look }) => (
        <Button
          key={operation}
          look={look}
          disabled={running !== null}
          busy={running === operation}
          onClick={() => onOperate(operation)}
        >
          {label}
        </Button>
      ))}
      <span className="flex-1" />
      {canWiden && (
        <Button look="quiet" onClick={selectAll}>
          Select all {counted(matching, 'match', 'matches')}
        </Button>
      )}
      <Button look="quiet" onClick={clearSelection}>
        Clear
      </Button>
    </div>
  )
}
