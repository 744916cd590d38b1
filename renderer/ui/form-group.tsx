import type { ReactNode } from 'react'

/** Fields that belong together, under a quiet title. */
/** Fields that belong together, under a quiet title. */
export function FormGroup({
  title,
  aside,
  children,
}: {
  title: string
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3.5 border-line border-t pt-4 first:border-t-0 first:pt-0">
      <legend className="sr-only">{title}</legend>
      {!untitled && (
        <div className="flex min-h-5 items-center justify-between">
          <p aria-hidden="true" className="text-12 font-medium text-quiet">
            {title}
          </p>
          {aside}
        </div>
      )}
      {children}
    </fieldset>
  )
}
