/** A list of small groups of fields: add one, remove one. The names of the fields inside are "list.0.host". */

import { Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useFieldArray } from 'react-hook-form'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { useField } from './use-field.ts'

export interface RowsFieldProps {
  name: string
  /** "fallback host": for the words of the buttons. */
  what: string
  addLabel: string
  /** What a new row begins with. */
  blank: () => Record<string, unknown>
  row: (name: string) => ReactNode
}

export function RowsField({ name, what, addLabel, blank, row }: RowsFieldProps) {
  const { fields, append, remove } = useFieldArray({ name })
  const { error } = useField(name)
  const adder = useRef<HTMLButtonElement>(null)
  const drop = (index: number) => {
    remove(index)
    // The button that was pressed is gone; the keyboard would begin at the top of the page.
    adder.current?.focus()
  }
  return (
    <div data-field={name} className="flex flex-col gap-2.5">
      {fields.map((field, index) => (
        <div
          key={field.id}
          className="flex items-start gap-2 border-line border-b pb-3 last-of-type:border-b-0 last-of-type:pb-0"
        >
          <div className="flex min-w-0 flex-1 flex-col gap-3">{row(`${name}.${index}`)}</div>
          <IconButton
            label={t('Remove {what} {number}', { what, number: index + 1 })}
            onClick={() => drop(index)}
          >
            <Trash2 size={13} />
          </IconButton>
        </div>
      ))}
      {error && (
        <p role="alert" className="text-12 text-bad">
          {error}
        </p>
      )}
      <Button ref={adder} className="self-start" icon={<Plus size={13} />} onClick={() => append(blank())}>
        {addLabel}
      </Button>
    </div>
  )
}
