import { Controller } from 'react-hook-form'
import { FieldFrame } from './field-frame.tsx'
import { Select } from './select.tsx'
import { useField } from './use-field.ts'

export interface YesNoFieldProps {
  name: string
  label: string
  choices: readonly [yes: string, no: string]
}

/** A boolean whose two sides both say something. */
export function YesNoField({ name, label, choices: [yes, no] }: YesNoFieldProps) {
  const field = useField(name)
  return (
    <FieldFrame id={field.id} label={label} error={field.error}>
      <Controller
        name={name}
        render={({ field: bound }) => (
          <Select
            id={field.id}
            value={bound.value === false ? 'no' : 'yes'}
            onChange={(event) => bound.onChange(event.target.value === 'yes')}
            onBlur={bound.onBlur}
            {...field.aria}
          >
            <option value="yes">{yes}</option>
            <option value="no">{no}</option>
          </Select>
        )}
      />
    </FieldFrame>
  )
}
