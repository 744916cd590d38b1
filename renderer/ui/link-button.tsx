import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

const LOOKS = {
  plain: 'border-line-strong bg-raised hover:bg-hover',
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
}

/** Goes somewhere, and looks like the buttons that do something. */
export function LinkButton({
  href,
  look = 'plain',
  icon,
  children,
}: {
  href: string
  look?: keyof typeof LOOKS
  icon?: ReactNode
  children: ReactNode
}) {
  return (
    <a
      href={href}
      className={classNames(
        'inline-flex h-7 shrink-0 cursor-default items-center gap-1.5 rounded border px-2.5 font-medium whitespace-nowrap transition-colors',
        LOOKS[look],
      )}
    >
      {icon}
      {children}
    </a>
  )
}
