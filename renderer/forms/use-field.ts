import { useId } from 'react'
import { get, useFormContext } from 'react-hook-form'
import { fieldMessage, listMessage, wrongItems } from './field-error.ts'

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
  return bound(id, fieldMessage(get(formState.errors, name)))
}

/** The same for a list of texts, with the ones that are wrong. */
export function useListField(name: string): BoundField & { readonly wrong: ReadonlySet<number> } {
  const id = useId()
  const { formState, getValues } = useFormContext()
  const error: unknown = get(formState.errors, name)
  const values: unknown = getValues(name)
  return { ...bound(id, listMessage(error, Array.isArray(values) ? values : [])), wrong: wrongItems(error) }
}

function bound(id: string, error: string | null): BoundField {
  return {
    id,
    error,
    aria: { 'aria-invalid': error === null ? undefined : true, 'aria-describedby': `${id}-note` },
  }
}
