import { ArrowUp } from 'lucide-react'
import { counted } from '../../format/quantity.ts'
import { useTimeText } from '../../live/clock.ts'
import { t } from '../../text/t.ts'
import type { RowList } from './row-list.ts'
import { useRowListState } from './use-queue-rows.ts'

/** Over the first rows: what has come in above them since. */
export function NewRowsPill({ list }: { list: RowList }) {
  const { waiting } = useRowListState(list)
  // Twenty batches a second would be read out over and over: the words change once a second.
  const said = useTimeText(() => newText(list.state().waiting.size))
  return (
    <>
      <span role="status" className="sr-only">
        {said}
      </span>
      {waiting.size > 0 && (
        <button
          type="button"
          onClick={() => void list.askAnew()}
          className="absolute top-9 left-1/2 z-20 flex h-7 -translate-x-1/2 animate-appear cursor-default items-center gap-1.5 rounded-full bg-accent px-3 font-medium text-on-accent tabular-nums shadow-float hover:bg-accent-hover"
        >
          <ArrowUp size={13} aria-hidden="true" />
          {newText(waiting.size)}
        </button>
      )}
    </>
  )
}

/** Beside the views: rows that are shown although they have gone on. */
export function LeftRowsNote({ list }: { list: RowList }) {
  const { left } = useRowListState(list)
  if (left.size === 0) return null
  return (
    <button
      type="button"
      onClick={() => void list.askAnew()}
      title={t('They stay where they are until the list is asked anew.')}
      className="h-6 shrink-0 cursor-default rounded-sm px-2 text-12 whitespace-nowrap text-quiet tabular-nums hover:bg-hover hover:text-text"
    >
      {t('{count, plural, one {# no longer matches} other {# no longer match}} · Refresh', {
        count: left.size,
      })}
    </button>
  )
}

function newText(number: number): string {
  return number === 0 ? '' : counted(number, 'new message')
}
