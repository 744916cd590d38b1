import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A window above the window. Children bring their own buttons. */
export function Dialog({
  open,
  title,
  onClose,
  wide = false,
  children,
}: {
  open: boolean
  title: string
  onClose: () => void
  /** For text that is read, not asked about. */
  wide?: boolean
  children: ReactNode
}) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Base.Popup
          data-takes-escape
          className={classNames(
            'fixed top-1/2 left-1/2 z-40 flex max-h-[80vh] max-w-[calc(100vw-3rem)] -translate-x-1/2 -translate-y-1/2 animate-appear flex-col rounded bg-raised shadow-float outline-none',
            wide ? 'w-176' : 'w-112',
          )}
        >
          <Base.Title className="shrink-0 px-5 pt-5 pb-3 text-15 font-semibold">{title}</Base.Title>
          {/* The title stays while what is long scrolls. */}
          <div className="min-h-0 flex-1 overflow-auto px-5 pb-5">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
