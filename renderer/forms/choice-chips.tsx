import { Controller } from 'react-hook-form'
import { classNames } from '../ui/class-names.ts'
import { toggled } from './toggled.ts'
import { useField } from './use-field.ts'

export interface ChoiceChipsProps {
  name: string
  label: string
  choices: ReadonlyArray<{ readonly value: string; readonly label: string }>
  hint?: string
}

/** Any of a few short words, side by side. */
export function ChoiceChips({ name, label, choices, hint }: ChoiceChipsProps) {
  const field = useField(name)
  return (
    <Controller
      name={name}
      render={({ field: bound }) => {
        const chosen: readonly string[] = Array.isArray(bound.value) ? bound.value : []
        const toggle = (value: string) => bound.onChange(toggled(choices, chosen, value))
        return (
          <fieldset aria-label={label} className="flex min-w-0 flex-col gap-1">
            <span aria-hidden="true" className="text-12 font-medium">
              {label}
            </span>
            <div className="flex flex-wrap gap-1">
              {choices.map((choice) => {
                const on = chosen.includes(choice.value)
                return (
                  <button
                    key={choice.value}
                    type="button"
                    aria-pressed={on}
                    onClick={() => toggle(choice.value)}
                    className={classNames(
                      'h-6 cursor-default rounded-sm border px-2 text-12 transition-colors',
                      on
                        ? 'border-accent bg-selected font-medium text-text'
                        : 'border-line-strong bg-raised text-quiet hover:text-text',
                    )}
                  >
                    {choice.label}
                  </button>
                )
              })}
            </div>
            {(field.error ?? hint) && (
              <p
                role={field.error ? 'alert' : undefined}
                className={classNames('text-12', field.error ? 'text-bad' : 'text-quiet')}
              >
                {field.error ?? hint}
              </p>
            )}
          </fieldset>
        )
      }}
    />
  )
}
