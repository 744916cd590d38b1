import type { ReactNode } from 'react'

export interface FormGroupProps {
  title: string
  /** Where the heading above says the same: the title is for screen readers only. */
  untitled?: boolean
  aside?: ReactNode
  /** A sentence on all of it, under the title. */
  hint?: ReactNode
  children: ReactNode
}

/** Fields that belong together, under a quiet title. */
export function FormGroup({ title, untitled = false, aside, hint, children }: FormGroupProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3.5 border-line border-t pt-4 first:border-t-0 first:pt-0">
      <legend className="sr-only">{title}</legend>
      {(!untitled || hint) && (
        <div className="flex flex-col gap-1">
          {!untitled && (
            <div className="flex min-h-5 items-center justify-between gap-2">
              <p aria-hidden="true" className="text-12 font-medium text-quiet">
                {title}
              </p>
              {aside}
            </div>
          )}
          {hint && <p className="text-12 text-quiet">{hint}</p>}
        </div>
      )}
      {children}
    </fieldset>
  )
}
