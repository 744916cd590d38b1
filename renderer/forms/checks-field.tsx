import { Controller } from 'react-hook-form'
import { Checkbox } from '../ui/checkbox.tsx'
import { toggled } from './toggled.ts'
import { useField } from './use-field.ts'

export interface Check {
  readonly value: string
  readonly label: string
  readonly hint?: string
}

/** A list of texts of which any may be chosen, each with a word on what it means. */
export function ChecksField({
  name,
  label,
  checks,
}: {
  name: string
  label: string
  checks: readonly Check[]
}) {
  const field = useField(name)
  return (
    <Controller
      name={name}
      render={({ field: bound }) => {
        const chosen: readonly string[] = Array.isArray(bound.value) ? bound.value : []
        const toggle = (value: string) => bound.onChange(toggled(checks, chosen, value))
        return (
          <fieldset aria-label={label} className="flex min-w-0 flex-col gap-2.5">
            {checks.map(({ value, label: text, hint }) => (
              <div key={value} className="flex min-w-0 items-start gap-2.5">
                <Checkbox
                  checked={chosen.includes(value)}
                  label={text}
                  onClick={() => toggle(value)}
                  className="mt-0.5"
                />
                <span aria-hidden="true" className="min-w-0 cursor-default" onClick={() => toggle(value)}>
                  <span className="block text-12 font-medium">{text}</span>
                  {hint && <span className="block text-12 text-quiet">{hint}</span>}
                </span>
              </div>
            ))}
            {field.error && (
              <p role="alert" className="text-12 text-bad">
                {field.error}
              </p>
            )}
          </fieldset>
        )
      }}
    />
  )
}
