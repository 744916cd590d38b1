import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'

/** A button that opens a small panel: settings of a list, help. */
export function Popover({
  trigger,
  label,
  children,
}: {
  trigger: ReactElement<Record<string, unknown>>
  /** Accessible name of the panel. */
  label: string
  children: ReactNode
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" collisionPadding={8} className="z-30 outline-none">
          <Base.Popup
            data-takes-escape
            aria-label={label}
            className="max-h-(--available-height) max-w-96 animate-appear overflow-y-auto rounded bg-raised p-3 shadow-float outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
