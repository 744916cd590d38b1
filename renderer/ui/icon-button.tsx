import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Hint } from './hint.tsx'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** Says what it does: its accessible name and its tooltip. */
  label: string
  /** Shown in the tooltip, for example "G then Q". */
  shortcut?: string
  children: ReactNode
}

export function IconButton({ label, shortcut, className, children, ...rest }: IconButtonProps) {
  return (
    <Hint text={shortcut ? `${label} (${shortcut})` : label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={classNames(
          'inline-flex size-7 shrink-0 cursor-default items-center justify-center rounded text-quiet transition-colors hover:bg-hover hover:text-text disabled:pointer-events-none disabled:opacity-40',
          className,
        )}
      >
        {children}
      </button>
    </Hint>
  )
}
