import { ArrowDown, ArrowUp, Minus, Plus, SlidersHorizontal } from 'lucide-react'
import { count } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Switch } from '../../ui/switch.tsx'
import {
  COLUMN_IDS,
  COLUMNS,
  type ColumnChoice,
  type ColumnId,
  moved,
  resized,
  withColumn,
} from './columns.ts'
import { changePreferences, usePreferences } from './queue-preferences.ts'

export interface ListSettingsProps {
  /** As they are shown now. */
  columns: readonly ColumnChoice[]
  /** Were they chosen, or do they follow the room? */
  areChosen: boolean
  onColumns: (columns: readonly ColumnChoice[] | null) => void
}

const UNDO_SECONDS = [0, 5, 10, 30, 60, 300]
const STEP = 16

/** Columns, their order and width, density, and how long there is to undo. */
export function ListSettings({ columns, areChosen, onColumns }: ListSettingsProps) {
  const density = usePreferences((state) => state.density)
  const undoSeconds = usePreferences((state) => state.undoSeconds)
  const hidden = COLUMN_IDS.filter((id) => !columns.some((column) => column.id === id))
  return (
    <Popover
      label={t('Columns and rows')}
      trigger={
        <IconButton label={t('Columns and rows')}>
          <SlidersHorizontal size={15} />
        </IconButton>
      }
    >
      <div className="flex w-72 flex-col gap-3">
        <fieldset className="flex flex-col">
          <legend className="mb-1 flex w-full items-center justify-between font-semibold">
            {t('Columns')}
            <Button look="quiet" className="h-6 px-1.5" disabled={!areChosen} onClick={() => onColumns(null)}>
              {t('Automatic')}
            </Button>
          </legend>
          {columns.map((column) => (
            <ShownColumn key={column.id} column={column} columns={columns} onColumns={onColumns} />
          ))}
          {hidden.map((id) => (
            <div key={id} className="flex">
              <ColumnBox id={id} checked={false} onChange={() => onColumns(withColumn(columns, id, true))} />
            </div>
          ))}
        </fieldset>
        <div className="flex items-center justify-between gap-3">
          <span id="queue-density">{t('Compact rows')}</span>
          <Switch
            label={t('Compact rows')}
            checked={density === 'compact'}
            onChange={(compact) => changePreferences({ density: compact ? 'compact' : 'normal' })}
          />
        </div>
        <label className="flex items-center justify-between gap-3">
          {t('Time to undo')}
          <select
            value={undoSeconds}
            onChange={(event) => changePreferences({ undoSeconds: Number(event.target.value) })}
            className="h-7 rounded border border-line-strong bg-raised px-2"
          >
            {UNDO_SECONDS.map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds === 0 ? t('none') : t('{seconds} s', { seconds: count(seconds) })}
              </option>
            ))}
          </select>
        </label>
      </div>
    </Popover>
  )
}

interface ShownColumnProps {
  column: ColumnChoice
  columns: readonly ColumnChoice[]
  onColumns: (columns: readonly ColumnChoice[]) => void
}

function ShownColumn({ column: { id, width }, columns, onColumns }: ShownColumnProps) {
  const name = COLUMNS[id].label()
  const now = width ?? COLUMNS[id].width
  return (
    <div className="flex items-center">
      <ColumnBox
        id={id}
        checked
        // A list without columns shows nothing.
        disabled={columns.length === 1}
        onChange={() => onColumns(withColumn(columns, id, false))}
      />
      <IconButton
        label={t('{column}: narrower', { column: name })}
        className="size-6"
        onClick={() => onColumns(resized(columns, id, now - STEP))}
      >
        <Minus size={12} />
      </IconButton>
      <IconButton
        label={t('{column}: wider', { column: name })}
        className="size-6"
        onClick={() => onColumns(resized(columns, id, now + STEP))}
      >
        <Plus size={12} />
      </IconButton>
      <IconButton
        label={t('{column}: earlier', { column: name })}
        className="size-6"
        disabled={columns[0]?.id === id}
        onClick={() => onColumns(moved(columns, id, -1))}
      >
        <ArrowUp size={12} />
      </IconButton>
      <IconButton
        label={t('{column}: later', { column: name })}
        className="size-6"
        disabled={columns.at(-1)?.id === id}
        onClick={() => onColumns(moved(columns, id, 1))}
      >
        <ArrowDown size={12} />
      </IconButton>
    </div>
  )
}

interface ColumnBoxProps {
  id: ColumnId
  checked: boolean
  disabled?: boolean
  onChange: () => void
}

function ColumnBox({ id, checked, disabled = false, onChange }: ColumnBoxProps) {
  return (
    <label className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-sm px-1 hover:bg-hover">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={onChange}
        className="accent-accent"
      />
      <span className="truncate">{COLUMNS[id].label()}</span>
    </label>
  )
}
