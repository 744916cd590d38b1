import type { ReactNode } from 'react'

export interface FieldFrameProps {
  id: string
  /** Of the field in its form: what a search leads to. */
  name?: string | undefined
  label: string
  hint?: ReactNode
  error: string | null
  children: ReactNode
}

/** Label, control, then its error, or its hint while nothing is wrong. */
export function FieldFrame({ id, name = '', label, hint, error, children }: FieldFrameProps) {
  return (
    <div data-field={name} className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-12 font-medium text-text">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-note`} role="alert" className="text-12 text-bad">
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-note`} className="text-12 text-quiet">
            {hint}
          </p>
        )
      )}
    </div>
  )
}

export const CONTROL =
  'h-7 w-full min-w-0 rounded border border-line-strong bg-raised px-2 placeholder:text-faint hover:border-faint focus:border-accent focus:outline-none focus-visible:ring-2 focus-visible:ring-accent/30 aria-invalid:border-bad disabled:opacity-50'
