import { Fragment } from 'react'
import { classNames } from '../ui/class-names.ts'

export interface SourceLineProps {
  number: number
  text: string
  /** CSS pixels from the first line. */
  top: number
  sought: string
  current: boolean
}

export function SourceLine({ number, text, top, sought, current }: SourceLineProps) {
  return (
    <div
      style={{ transform: `translateY(${top}px)` }}
      className={classNames(
        'absolute top-0 left-0 flex h-4 min-w-full items-center whitespace-pre',
        current && 'bg-selected',
      )}
    >
      <span
        aria-hidden="true"
        className="sticky left-0 w-12 shrink-0 bg-sunken pr-2 text-right text-faint select-none"
      >
        {number}
      </span>
      <span dir="ltr" className="pr-4 select-text">
        {sought === '' ? text : marked(text, sought)}
      </span>
    </div>
  )
}

function marked(text: string, sought: string) {
  const lower = text.toLowerCase()
  const needle = sought.toLowerCase()
  // Where lower case has another length, places would not fit: then nothing is marked.
  if (lower.length !== text.length) return text
  const parts: React.ReactNode[] = []
  let from = 0
  for (let found = lower.indexOf(needle); found >= 0; found = lower.indexOf(needle, from)) {
    parts.push(
      <Fragment key={found}>
        {text.slice(from, found)}
        <mark className="rounded-sm bg-warn/30 text-text">{text.slice(found, found + needle.length)}</mark>
      </Fragment>,
    )
    from = found + needle.length
  }
  return [...parts, text.slice(from)]
}
