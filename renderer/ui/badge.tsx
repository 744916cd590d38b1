import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type BadgeTone = 'plain' | 'warn' | 'bad' | 'ok' | 'held'

/** One word that marks a thing: "Legacy", "Active". Never colour alone. */
export function Badge({
  tone = 'plain',
  title,
  children,
}: {
  tone?: BadgeTone
  title?: string
  children: ReactNode
}) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex h-4.5 shrink-0 items-center rounded-sm px-1.5 text-12 whitespace-nowrap',
        tone === 'plain' && 'bg-hover text-quiet',
        tone === 'warn' && 'bg-warn/6 text-warn',
        tone === 'bad' && 'bg-bad/10 text-bad',
        tone === 'ok' && 'bg-ok/10 text-ok',
        tone === 'held' && 'bg-held/10 text-held',
      )}
    >
      {children}
    </span>
  )
}
