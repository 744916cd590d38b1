import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A remark that belongs to what stands below or above it: what happened, and what to do. */
export function Notice({ tone, children }: { tone: 'bad' | 'warn' | 'ok' | 'plain'; children: ReactNode }) {
  return (
    <div
      data-notice
      role={tone === 'bad' ? 'alert' : undefined}
      className={classNames(
        'flex flex-col gap-2 rounded border-l-2 px-3 py-2',
        tone === 'bad' && 'border-bad bg-bad/8',
        tone === 'warn' && 'border-warn bg-warn/10',
        tone === 'ok' && 'border-ok bg-ok/8',
        tone === 'plain' && 'border-line-strong bg-sunken',
      )}
    >
      {children}
    </div>
  )
}
