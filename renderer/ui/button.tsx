import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** removal: asks before it destroys; danger: does it. */
type Look = 'plain' | 'primary' | 'removal' | 'danger' | 'quiet'

const LOOKS: Record<Look, string> = {
  plain: 'border border-line-strong bg-raised text-text hover:bg-hover',
  primary: 'border border-transparent bg-accent text-on-accent hover:bg-accent-hover',
  removal: 'border border-line-strong bg-raised text-bad hover:bg-bad/8',
  danger: 'border border-transparent bg-bad text-on-bad hover:bg-bad-hover',
  quiet: 'border border-transparent text-quiet hover:bg-hover hover:text-text',
}

export interface ButtonProps extends ComponentProps<'button'> {
  look?: Look
  icon?: ReactNode
  /** Work is going on: the button says so and takes no second press. */
  busy?: boolean
}

export function Button({
  look = 'plain',
  icon,
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={classNames(
        'inline-flex h-7 shrink-0 cursor-default items-center justify-center gap-1.5 rounded px-2.5 text-13 font-medium whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-50',
        LOOKS[look],
        className,
      )}
    >
      {busy ? <LoaderCircle size={13} aria-hidden="true" className="animate-spin" /> : icon}
      {children}
    </button>
  )
}
