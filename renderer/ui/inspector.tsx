import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../text/t.ts'
import { IconButton } from './icon-button.tsx'

export interface InspectorProps {
  title: ReactNode
  /** A quiet line above the title: what kind of thing this is. */
  kind: ReactNode
  actions?: ReactNode
  /** Before the button that closes. */
  aside?: ReactNode
  onClose: () => void
  children: ReactNode
}

/** The third column: one thing, whole. */
export function Inspector({ title, kind, actions, aside, onClose, children }: InspectorProps) {
  return (
    <>
      <header className="flex shrink-0 flex-col gap-2.5 px-4 pt-3 pb-3">
        <div className="flex min-w-0 flex-col gap-0.5">
          <div className="flex h-6 items-center justify-between gap-2">
            <div className="flex min-w-0 items-center gap-2 text-12 text-quiet">{kind}</div>
            <div className="-mr-1.5 flex shrink-0 items-center">
              {aside}
              <IconButton label={t('Close')} data-closes onClick={onClose}>
                <X size={15} />
              </IconButton>
            </div>
          </div>
          <h2
            dir="auto"
            title={typeof title === 'string' ? title : undefined}
            className="line-clamp-3 text-left text-15 font-semibold break-words"
          >
            {title}
          </h2>
        </div>
        {actions && <div className="flex flex-wrap items-center gap-1.5">{actions}</div>}
      </header>
      {children}
    </>
  )
}
