import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** What few people need, behind one line. */
export function Disclosure({
  title,
  hint,
  inner = false,
  children,
}: {
  title: string
  hint?: string
  /** Belongs to what stands above it: no line between. */
  inner?: boolean
  children: ReactNode
}) {
  return (
    <details className={classNames('group', !inner && 'border-line border-t pt-4')}>
      <summary className="flex cursor-default list-none items-center gap-1.5 text-12 font-medium text-quiet hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={13}
          aria-hidden="true"
          className="shrink-0 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        {title}
        {hint && <span className="min-w-0 truncate font-normal text-faint">{hint}</span>}
      </summary>
      <div className="flex flex-col gap-4 pt-4">{children}</div>
    </details>
  )
}
