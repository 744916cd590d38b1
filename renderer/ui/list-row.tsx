import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface ListRowProps {
  /** What kind of thing it is, read out before what the row shows: "Route". */
  kind: string
  open: boolean
  onOpen: () => void
  /** Left of the row, outside its button: a drag handle, a switch. */
  before?: ReactNode
  /** Right of the row, outside its button. */
  after?: ReactNode
  dimmed?: boolean
  /** One line, as high as a row of the queue. */
  oneLine?: boolean
  children: ReactNode
}

/** A row of a short list. Its whole face opens it; what stands before and after it works on its own. */
export function ListRow({
  kind,
  open,
  onOpen,
  before,
  after,
  dimmed = false,
  oneLine = false,
  children,
}: ListRowProps) {
  return (
    <div
      className={classNames(
        'flex items-center gap-2 border-line/70 border-b px-4 transition-colors',
        oneLine ? 'h-8' : 'min-h-11',
        open ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      {before}
      <button
        type="button"
        data-row
        aria-expanded={open}
        onClick={onOpen}
        className={classNames(
          'flex min-w-0 flex-1 cursor-default items-center gap-3 text-left -outline-offset-1',
          oneLine ? 'h-full' : 'py-2',
          dimmed && (open ? '[&_*]:text-quiet!' : '[&_*]:text-faint!'),
        )}
      >
        <span className="sr-only">{kind} </span>
        {children}
      </button>
      {after}
    </div>
  )
}
