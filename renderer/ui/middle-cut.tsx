import { classNames } from './class-names.ts'

/**
 * One line of text that loses its middle where room is short: the head shrinks with an ellipsis, the tail stays. The
 * whole text is the tooltip, and what is copied.
 */
export function MiddleCut({ head, tail, className }: { head: string; tail: string; className?: string }) {
  return (
    <span className={classNames('flex min-w-0', className)} title={head + tail}>
      <span className="truncate">{head}</span>
      {tail !== '' && <span className="shrink-0 whitespace-pre">{tail}</span>}
    </span>
  )
}
