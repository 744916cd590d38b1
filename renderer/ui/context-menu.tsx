import { ContextMenu as Base } from '@base-ui/react/context-menu'
import type { ReactElement } from 'react'
import { t } from '../text/t.ts'
import { classNames } from './class-names.ts'
import { useFocusAfterMenu } from './focus-after-menu.ts'

export type ContextEntry =
  | {
      readonly kind?: 'action'
      readonly label: string
      /** Shown at the right: "S", "Enter". */
      readonly keys?: string
      readonly onSelect: () => void
      readonly danger?: boolean
      readonly disabled?: boolean
    }
  | { readonly kind: 'line' }

/** The menu of the right mouse button, or of the Menu key, around what it belongs to. */
export function ContextMenu({
  children,
  entries,
  nextFocus,
}: {
  children: ReactElement<Record<string, unknown>>
  entries: readonly ContextEntry[]
  /** Where the keyboard goes when it closes: what it belongs to can seldom take it. */
  nextFocus?: () => HTMLElement | null
}) {
  const { note, finalFocus } = useFocusAfterMenu(nextFocus)
  return (
    <Base.Root onOpenChange={note}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner
          role="region"
          aria-label={t('Actions')}
          collisionPadding={8}
          className="z-30 outline-none"
        >
          <Base.Popup
            data-takes-escape
            finalFocus={finalFocus}
            className="max-h-(--available-height) min-w-48 animate-appear overflow-y-auto rounded bg-raised p-1 shadow-float outline-none"
          >
            {entries.map((entry, index) =>
              entry.kind === 'line' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no names.
                <Base.Separator key={`line-${index}`} className="my-1 h-px bg-line" />
              ) : (
                <Base.Item
                  key={entry.label}
                  disabled={entry.disabled ?? false}
                  onClick={entry.onSelect}
                  className={classNames(
                    'flex h-7 shrink-0 cursor-default items-center gap-6 rounded-sm px-2 outline-none data-disabled:opacity-45 data-highlighted:bg-hover',
                    entry.danger && 'text-bad',
                  )}
                >
                  <span className="flex-1">{entry.label}</span>
                  {entry.keys && <span className="text-12 text-faint">{entry.keys}</span>}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
