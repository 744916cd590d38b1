import { useId } from 'react'
import { type FieldError, get, useFormContext } from 'react-hook-form'

export interface BoundField {
  readonly id: string
  readonly error: string | null
  /** Accessibility attributes of the control. */
  readonly aria: { readonly 'aria-invalid': true | undefined; readonly 'aria-describedby': string }
}

/** Id, error and ARIA of a field of the form around it. Errors of a list's items stand at the list. */
export function useField(name: string): BoundField {
  const id = useId()
  const { formState } = useFormContext()
  const error = firstMessage(get(formState.errors, name))
  return {
    id,
    error,
    aria: { 'aria-invalid': error === null ? undefined : true, 'aria-describedby': `${id}-note` },
  }
}

function firstMessage(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const { message } = error as Partial<FieldError>
  if (typeof message === 'string' && message !== '') return message
  for (const item of Array.isArray(error) ? error : []) {
    const found = firstMessage(item)
    if (found !== null) return found
  }
  return null
}
