import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement } from 'react'
import { t } from '../text/t.ts'
import { classNames } from './class-names.ts'
import { useFocusAfterMenu } from './focus-after-menu.ts'

export interface MenuEntry {
  label: string
  onSelect: () => void
  danger?: boolean
  disabled?: boolean
}

/** A button that opens a list of actions. */
export function Menu({
  trigger,
  entries,
  nextFocus,
}: {
  trigger: ReactElement<Record<string, unknown>>
  entries: readonly MenuEntry[]
  /** Where the keyboard goes when it closes; null: back to the trigger. */
  nextFocus?: () => HTMLElement | null
}) {
  const { note, finalFocus } = useFocusAfterMenu(nextFocus)
  return (
    <Base.Root onOpenChange={note}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          // A landmark of its own: what floats stands outside of the others.
          role="region"
          aria-label={t('Actions')}
          sideOffset={4}
          align="end"
          collisionPadding={8}
          className="z-30 outline-none"
        >
          <Base.Popup
            data-takes-escape
            finalFocus={finalFocus}
            className="max-h-(--available-height) min-w-40 animate-appear overflow-y-auto rounded bg-raised p-1 shadow-float outline-none"
          >
            {entries.map((entry) => (
              <Base.Item
                key={entry.label}
                disabled={entry.disabled ?? false}
                onClick={entry.onSelect}
                className={classNames(
                  'flex h-7 shrink-0 cursor-default items-center rounded-sm px-2 outline-none data-disabled:opacity-45 data-highlighted:bg-hover',
                  entry.danger && 'text-bad',
                )}
              >
                {entry.label}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
