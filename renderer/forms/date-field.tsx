import { Controller } from 'react-hook-form'
import { CONTROL, FieldFrame } from './field-frame.tsx'
import { useField } from './use-field.ts'

/** A day, kept as the last moment of it in this time zone (ISO 8601); empty is undefined. */
export function DateField({ name, label, hint }: { name: string; label: string; hint?: string }) {
  const field = useField(name)
  return (
    <FieldFrame id={field.id} label={label} hint={hint} error={field.error}>
      <Controller
        name={name}
        render={({ field: bound }) => (
          <input
            id={field.id}
            type="date"
            className={CONTROL}
            value={typeof bound.value === 'string' ? dayOf(bound.value) : ''}
            onChange={(event) => bound.onChange(endOfDay(event.target.value))}
            onBlur={bound.onBlur}
            ref={bound.ref}
            {...field.aria}
          />
        )}
      />
    </FieldFrame>
  )
}

function endOfDay(day: string): string | undefined {
  const end = new Date(`${day}T23:59:59`)
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString()
}

/** "2026-11-22", by this time zone. */
export function dayOf(moment: string): string {
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return ''
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
