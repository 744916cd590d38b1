import type { FieldValues, UseFormReturn } from 'react-hook-form'

/**
 * Does the form hold something else than it began with? An empty box and an absent value are the same here: for
 * react-hook-form a box whose value is absent is a change as soon as it is shown.
 */
export function isChanged<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
): boolean {
  return JSON.stringify(bare(form.getValues())) !== JSON.stringify(bare(form.formState.defaultValues))
}

/** Without what is empty, at every depth; lists keep their length. */
function bare(value: unknown): unknown {
  if (value === '') return undefined
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value
  const left = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const rest = bare(inner)
    return rest === undefined ? [] : [[key, rest]]
  })
  return left.length === 0 ? undefined : Object.fromEntries(left.sort(([a], [b]) => (a < b ? -1 : 1)))
}
