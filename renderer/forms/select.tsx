import { ChevronsUpDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from '../ui/class-names.ts'
import { CONTROL } from './field-frame.tsx'

/** The system's own list, in the form's dress. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <div className="relative flex items-center">
      <select {...rest} className={classNames(CONTROL, 'appearance-none pr-7', className)}>
        {children}
      </select>
      <ChevronsUpDown
        size={13}
        aria-hidden="true"
        className="pointer-events-none absolute right-2 text-faint"
      />
    </div>
  )
}
