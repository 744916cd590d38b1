import { type RefObject, useEffect, useRef } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'

const WRONG = '[aria-invalid="true"], [role="alert"]'
const CONTROL = 'input, select, textarea, button'

/**
 * After a submit that failed: opens every closed part of the form in which something is wrong and goes to the first of
 * it, whether the schema or the engine objected. Returns the ref of the element around the fields.
 */
export function useShownErrors<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
): RefObject<HTMLDivElement | null> {
  const fields = useRef<HTMLDivElement>(null)
  const { submitCount } = form.formState
  useEffect(() => {
    if (submitCount > 0 && fields.current) showErrors(fields.current)
  }, [submitCount])
  return fields
}

function showErrors(fields: HTMLElement): void {
  // Notices above the fields are alerts too, and none of the form's.
  const wrong = [...fields.querySelectorAll<HTMLElement>(WRONG)].filter(
    (each) => each.closest('[data-notice]') === null,
  )
  for (const each of wrong)
    for (let part = each.closest('details'); part; part = part.parentElement?.closest('details') ?? null)
      part.open = true
  const first = wrong[0]
  if (!first) return
  const control = first.matches(CONTROL) ? first : first.parentElement?.querySelector<HTMLElement>(CONTROL)
  control?.focus({ preventScroll: true })
  const whole = first.closest('[data-field]') ?? first
  whole.scrollIntoView({ block: 'nearest' })
}
