import { type ComponentProps, type ReactNode, useId } from 'react'
import { CONTROL, FieldFrame } from '../../forms/field-frame.tsx'

export interface PlainFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  label: string
  hint?: ReactNode
  value: string
  onChange: (value: string) => void
}

/** A field whose value the step keeps itself. */
export function PlainField({ label, hint, value, onChange, ...rest }: PlainFieldProps) {
  const id = useId()
  return (
    <FieldFrame id={id} label={label} hint={hint} error={null}>
      <input
        {...rest}
        id={id}
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={`${id}-note`}
        onChange={({ target }) => onChange(target.value)}
        className={CONTROL}
      />
    </FieldFrame>
  )
}
