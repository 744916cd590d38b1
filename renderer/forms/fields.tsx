/** The controls of a form, bound by name to the react-hook-form around them. */
import type { ReactNode } from 'react'
import { Controller, useFormContext } from 'react-hook-form'
import { classNames } from '../ui/class-names.ts'
import { Switch } from '../ui/switch.tsx'
import { TokenInput } from '../ui/token-input.tsx'
import { CONTROL, FieldFrame } from './field-frame.tsx'
import { Select } from './select.tsx'
import { useField, useListField } from './use-field.ts'

interface Common {
  name: string
  label: string
  hint?: ReactNode
}

export interface TextFieldProps extends Common {
  placeholder?: string
  type?: 'text' | 'password' | 'email'
  mono?: boolean
  autoFocus?: boolean
}

export function TextField({
  name,
  label,
  hint,
  placeholder,
  type = 'text',
  mono = false,
  autoFocus = false,
}: TextFieldProps) {
  const { register } = useFormContext()
  const field = useField(name)
  return (
    <FieldFrame id={field.id} name={name} label={label} hint={hint} error={field.error}>
      <input
        id={field.id}
        type={type}
        placeholder={placeholder}
        // biome-ignore lint/a11y/noAutofocus: an editor that somebody just opened begins at its first field.
        autoFocus={autoFocus}
        spellCheck={false}
        autoComplete="off"
        className={classNames(CONTROL, mono && 'font-mono text-12')}
        {...field.aria}
        {...register(name)}
      />
    </FieldFrame>
  )
}

export function TextAreaField({
  name,
  label,
  hint,
  placeholder,
  rows = 4,
}: Common & { placeholder?: string; rows?: number }) {
  const { register } = useFormContext()
  const field = useField(name)
  return (
    <FieldFrame id={field.id} name={name} label={label} hint={hint} error={field.error}>
      <textarea
        id={field.id}
        rows={rows}
        placeholder={placeholder}
        spellCheck={false}
        className={classNames(CONTROL, 'h-auto py-1 font-mono text-12')}
        {...field.aria}
        {...register(name)}
      />
    </FieldFrame>
  )
}

/** A whole number; what is not one reaches the schema as it is, so that the schema can say so. */
export function NumberField({ name, label, hint, placeholder }: Common & { placeholder?: string }) {
  const { register } = useFormContext()
  const field = useField(name)
  return (
    <FieldFrame id={field.id} name={name} label={label} hint={hint} error={field.error}>
      <input
        id={field.id}
        inputMode="numeric"
        placeholder={placeholder}
        autoComplete="off"
        className={CONTROL}
        {...field.aria}
        {...register(name, { setValueAs: numberFrom })}
      />
    </FieldFrame>
  )
}

function numberFrom(value: unknown): unknown {
  if (value === '' || value === null || value === undefined) return undefined
  return Number(value)
}

export interface Option {
  value: string
  label: string
}

export interface SelectFieldProps extends Common {
  options: readonly Option[]
  /** The hint for the choice that is made. */
  hintOf?: (value: string) => string | undefined
  /** Takes the choice instead of the form, where other fields depend on it. */
  onPick?: (value: string) => void
}

export function SelectField({ name, label, hint, options, hintOf, onPick }: SelectFieldProps) {
  const { register, watch } = useFormContext()
  const field = useField(name)
  const chosen = String(watch(name) ?? '')
  const bound = register(name)
  return (
    <FieldFrame id={field.id} name={name} label={label} hint={hintOf?.(chosen) ?? hint} error={field.error}>
      <Select
        id={field.id}
        {...field.aria}
        {...bound}
        {...(onPick && {
          onChange: (event: React.ChangeEvent<HTMLSelectElement>) => onPick(event.target.value),
        })}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
    </FieldFrame>
  )
}

export function SwitchField({ name, label, hint }: Common) {
  const field = useField(name)
  return (
    <Controller
      name={name}
      render={({ field: bound }) => (
        <div data-field={name} className="flex items-start justify-between gap-4">
          <div className="flex flex-col gap-0.5">
            <label htmlFor={field.id} className="text-12 font-medium">
              {label}
            </label>
            {(field.error ?? hint) && (
              <p
                id={`${field.id}-note`}
                className={classNames('text-12', field.error ? 'text-bad' : 'text-quiet')}
              >
                {field.error ?? hint}
              </p>
            )}
          </div>
          <Switch
            id={field.id}
            label={label}
            describedBy={`${field.id}-note`}
            checked={bound.value === true}
            onChange={bound.onChange}
          />
        </div>
      )}
    />
  )
}

export interface TokensFieldProps extends Common {
  placeholder?: string
  splitsAtSpace?: boolean
  /** An empty list is "not given", for conditions that must not be empty when they are there. */
  emptyIsAbsent?: boolean
}

export function TokensField({
  name,
  label,
  hint,
  placeholder,
  splitsAtSpace = true,
  emptyIsAbsent = false,
}: TokensFieldProps) {
  const field = useListField(name)
  return (
    <FieldFrame id={field.id} name={name} label={label} hint={hint} error={field.error}>
      <Controller
        name={name}
        render={({ field: bound }) => (
          <TokenInput
            id={field.id}
            values={Array.isArray(bound.value) ? bound.value : []}
            invalid={field.error !== null}
            describedBy={`${field.id}-note`}
            splitsAtSpace={splitsAtSpace}
            wrong={field.wrong}
            ref={bound.ref}
            onBlur={bound.onBlur}
            onChange={(values) => bound.onChange(emptyIsAbsent && values.length === 0 ? undefined : values)}
            {...(placeholder === undefined ? {} : { placeholder })}
          />
        )}
      />
    </FieldFrame>
  )
}
